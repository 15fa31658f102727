package io.makolet.serving;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The settings of a serving node by the names under which they are given. */
enum Setting {
    BOOTSTRAP_SERVERS("bootstrap.servers"),
    REGISTRY_URL("registry.url"),
    SCHEMA_CACHE("schema.cache"),
    DATA_DIRECTORY("data.directory"),
    HOST("host"),
    GRPC_PORT("grpc.port"),
    HTTP_PORT("http.port"),
    TOKEN_KEYS("token.keys"),
    HTTP_ORIGINS("http.origins"),
    CLOCK("clock"),
    STALE_AFTER("stale.after"),
    COPY_FROM("copy.from");

    private final String key;

    Setting(String key) {
        this.key = key;
    }

    /** Name in a properties file. */
    String key() {
        return key;
    }

    /** Name of the environment variable. */
    String variable() {
        return "MAKOLET_SERVING_" + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** The setting with a name in a properties file. */
    static Optional<Setting> named(String key) {
        return Arrays.stream(values()).filter(s -> s.key.equals(key)).findFirst();
    }
}
