package io.makolet.serving;

import io.makolet.schemas.RegistryConfig;
import io.makolet.serving.api.ReadClock;
import io.makolet.serving.http.DoorConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a configuration from properties and, before these, environment variables. */
final class Settings {

    /** Properties that begin so are handed to the registry's client without this. */
    private static final String REGISTRY_PREFIX = "registry.client.";

    private final Map<Setting, String> given = new EnumMap<>(Setting.class);
    private final Map<String, String> registryClient = new HashMap<>();
    private final Problems problems = new Problems();

    private Settings() {}

    /**
     * The configuration that properties and environment say.
     *
     * @throws IllegalArgumentException naming every setting that is missing, wrong or unknown
     */
    static ServingConfig read(Map<String, String> properties, Map<String, String> environment) {
        Settings settings = new Settings();
        properties.forEach(settings::take);
        for (Setting setting : Setting.values()) {
            String value = environment.get(setting.variable());
            if (value != null) {
                settings.given.put(setting, value);
            }
        }
        return settings.config();
    }

    private void take(String key, String value) {
        if (key.startsWith(REGISTRY_PREFIX)) {
            registryClient.put(key.substring(REGISTRY_PREFIX.length()), value);
            return;
        }
        Setting.named(key)
                .ifPresentOrElse(
                        setting -> given.put(setting, value),
                        () -> problems.add("unknown setting '" + key + "', expected " + REGISTRY_PREFIX + "* or one of "
                                + Arrays.stream(Setting.values())
                                        .map(Setting::key)
                                        .collect(Collectors.joining(", "))));
    }

    private ServingConfig config() {
        ServingConfig defaults =
                ServingConfig.of("localhost:9092", RegistryConfig.of("http://localhost"), Path.of("."));
        String bootstrapServers = text(Setting.BOOTSTRAP_SERVERS);
        String registryUrl = text(Setting.REGISTRY_URL);
        Path dataDirectory = Path.of(text(Setting.DATA_DIRECTORY));
        Path schemaCache = parsed(Setting.SCHEMA_CACHE, dataDirectory.resolve("schemas"), Path::of, "a directory");
        String host = parsed(Setting.HOST, defaults.host(), value -> value, "an address");
        int grpcPort = parsed(Setting.GRPC_PORT, defaults.grpcPort(), Integer::valueOf, "0 to 65535");
        int httpPort = parsed(Setting.HTTP_PORT, defaults.httpPort(), Integer::valueOf, "0 to 65535");
        DoorConfig door = new DoorConfig(
                parsed(Setting.TOKEN_KEYS, dataDirectory.resolve("token.keys"), Path::of, "a file"),
                parsed(Setting.HTTP_ORIGINS, List.of(), Settings::list, DoorConfig.EXPECTED_ORIGINS));
        ReadClock.Mode clock = parsed(Setting.CLOCK, defaults.clock(), Settings::clock, "wall or log");
        Duration staleAfter = parsed(
                Setting.STALE_AFTER, defaults.staleAfter(), Duration::parse, "a positive duration, such as PT5S");
        List<String> copyFrom = parsed(Setting.COPY_FROM, List.of(), Settings::list, "host:port, separated by commas");
        problems.throwIfAny();
        return new ServingConfig(
                bootstrapServers,
                RegistryConfig.of(registryUrl).withProperties(registryClient).withCache(schemaCache),
                dataDirectory,
                host,
                grpcPort,
                httpPort,
                door,
                clock,
                staleAfter,
                copyFrom);
    }

    private static ReadClock.Mode clock(String value) {
        return ReadClock.Mode.valueOf(value.toUpperCase(Locale.ROOT));
    }

    private static List<String> list(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private String text(Setting setting) {
        String value = given.getOrDefault(setting, "");
        if (value.isBlank()) {
            problems.add(setting.key() + " (" + setting.variable() + ") is missing");
        }
        return value;
    }

    private <T> T parsed(Setting setting, T otherwise, Function<String, T> parse, String expected) {
        String value = given.get(setting);
        if (value == null) {
            return otherwise;
        }
        try {
            return parse.apply(value.trim());
        } catch (IllegalArgumentException | DateTimeParseException e) {
            problems.add(setting, value, expected);
            return otherwise;
        }
    }
}
