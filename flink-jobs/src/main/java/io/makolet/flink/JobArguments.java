package io.makolet.flink;

import io.makolet.schemas.RegistryConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/**
 * The job's command line, {@code --name=value}, with defaults from the environment: {@code --registry} is
 * {@code MAKOLET_REGISTRY} there. Everything that is wrong is told at once.
 */
final class JobArguments {

    private static final String BOOTSTRAP_SERVERS = "bootstrap-servers";
    private static final String REGISTRY = "registry";
    private static final String SCHEMA_CACHE = "schema-cache";
    private static final String CLOCK = "clock";
    private static final String TRANSACTION_TIMEOUT = "transaction-timeout";
    private static final String STATE_CACHE = "state-cache";
    private static final String KAFKA_PREFIX = "kafka.";
    private static final String REGISTRY_PREFIX = "registry.";
    private static final List<String> NAMES =
            List.of(BOOTSTRAP_SERVERS, REGISTRY, SCHEMA_CACHE, CLOCK, TRANSACTION_TIMEOUT, STATE_CACHE);

    private final Map<String, String> values = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private JobArguments() {}

    /**
     * The configuration that arguments and environment describe.
     *
     * @throws IllegalArgumentException if something is missing, unknown or not what was expected
     */
    static JobConfig parse(List<String> arguments, Map<String, String> environment) {
        JobArguments parsed = new JobArguments();
        for (String name : NAMES) {
            String value =
                    environment.get("MAKOLET_" + name.toUpperCase(Locale.ROOT).replace('-', '_'));
            if (value != null) {
                parsed.values.put(name, value);
            }
        }
        arguments.forEach(parsed::add);
        return parsed.config();
    }

    private void add(String argument) {
        int equals = argument.indexOf('=');
        String name = equals < 0 || !argument.startsWith("--") ? "" : argument.substring(2, equals);
        if (NAMES.contains(name) || name.startsWith(KAFKA_PREFIX) || name.startsWith(REGISTRY_PREFIX)) {
            values.put(name, argument.substring(equals + 1));
        } else {
            problems.add("argument " + argument + ", expected --name=value with a name of " + NAMES
                    + ", or --kafka.* or --registry.* for settings of their clients");
        }
    }

    private JobConfig config() {
        String servers = required(BOOTSTRAP_SERVERS);
        String registry = required(REGISTRY);
        ClockMode clock = clock(values.getOrDefault(CLOCK, "wall"));
        Duration timeout = duration(values.get(TRANSACTION_TIMEOUT));
        long cacheBytes = bytes(values.get(STATE_CACHE));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        RegistryConfig registryConfig = RegistryConfig.of(registry).withProperties(below(REGISTRY_PREFIX));
        String cache = values.get(SCHEMA_CACHE);
        return JobConfig.of(servers, cache == null ? registryConfig : registryConfig.withCache(Path.of(cache)), clock)
                .withTransactionTimeout(timeout)
                .withCacheBytes(cacheBytes)
                .withKafka(below(KAFKA_PREFIX));
    }

    private String required(String name) {
        String value = values.getOrDefault(name, "");
        if (value.isBlank()) {
            problems.add("no --" + name + ", expected one");
        }
        return value;
    }

    private ClockMode clock(String name) {
        try {
            return ClockMode.named(name);
        } catch (IllegalArgumentException e) {
            problems.add("--" + CLOCK + ": " + e.getMessage());
            return ClockMode.WALL;
        }
    }

    private Duration duration(@Nullable String text) {
        try {
            return text == null ? JobConfig.DEFAULT_TRANSACTION_TIMEOUT : Duration.parse(text);
        } catch (DateTimeParseException e) {
            problems.add("--" + TRANSACTION_TIMEOUT + " " + text + ", expected an ISO 8601 duration such as PT15M");
            return JobConfig.DEFAULT_TRANSACTION_TIMEOUT;
        }
    }

    private long bytes(@Nullable String text) {
        try {
            return text == null
                    ? JobConfig.DEFAULT_CACHE_BYTES
                    : MemorySize.parse(text).getBytes();
        } catch (IllegalArgumentException e) {
            problems.add("--" + STATE_CACHE + " " + text + ", expected a size such as 64mb, or 0 for no cache");
            return JobConfig.DEFAULT_CACHE_BYTES;
        }
    }

    private Map<String, String> below(String prefix) {
        Map<String, String> result = new TreeMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                result.put(name.substring(prefix.length()), value);
            }
        });
        return result;
    }
}
