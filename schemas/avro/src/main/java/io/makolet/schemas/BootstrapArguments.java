package io.makolet.schemas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * The bootstrap's command line, {@code --name=value}, with defaults from the environment: {@code --registry} is
 * {@code MAKOLET_REGISTRY} there. {@code --kafka.*} and {@code --registry.*} are settings of their clients.
 *
 * @param kafka settings of Kafka's clients
 * @param registry the schema registry
 * @param replicationFactor copies of each partition of a new topic; empty is the brokers' default
 */
record BootstrapArguments(Map<String, Object> kafka, RegistryConfig registry, Optional<Short> replicationFactor) {

    private static final String BOOTSTRAP_SERVERS = "bootstrap-servers";
    private static final String REGISTRY = "registry";
    private static final String REPLICATION_FACTOR = "replication-factor";
    private static final List<String> NAMES = List.of(BOOTSTRAP_SERVERS, REGISTRY, REPLICATION_FACTOR);
    private static final List<String> PREFIXES = List.of("kafka.", "registry.");

    /**
     * What arguments and environment say.
     *
     * @throws IllegalArgumentException naming everything that is missing, unknown or not what was expected
     */
    static BootstrapArguments parse(List<String> arguments, Map<String, String> environment) {
        Map<String, String> values = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        for (String name : NAMES) {
            String value =
                    environment.get("MAKOLET_" + name.toUpperCase(Locale.ROOT).replace('-', '_'));
            if (value != null) {
                values.put(name, value);
            }
        }
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = equals > 2 && argument.startsWith("--") ? argument.substring(2, equals) : "";
            if (NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith)) {
                values.put(name, argument.substring(equals + 1));
            } else {
                problems.add("argument " + argument + ", expected --name=value with a name of " + NAMES
                        + ", or --kafka.* or --registry.*");
            }
        }
        for (String name : List.of(BOOTSTRAP_SERVERS, REGISTRY)) {
            if (values.getOrDefault(name, "").isBlank()) {
                problems.add("no --" + name + ", expected one");
            }
        }
        String factor = values.get(REPLICATION_FACTOR);
        if (factor != null && !factor.matches("[1-9]\\d{0,2}")) {
            problems.add("--" + REPLICATION_FACTOR + " " + factor + ", expected a number from 1");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        Map<String, Object> kafka = new HashMap<>(below("kafka.", values));
        kafka.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, values.getOrDefault(BOOTSTRAP_SERVERS, ""));
        return new BootstrapArguments(
                kafka,
                RegistryConfig.of(values.getOrDefault(REGISTRY, "")).withProperties(below("registry.", values)),
                Optional.ofNullable(factor).map(Short::valueOf));
    }

    private static Map<String, String> below(String prefix, Map<String, String> values) {
        Map<String, String> result = new TreeMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                result.put(name.substring(prefix.length()), value);
            }
        });
        return result;
    }
}
