package io.makolet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.serving.api.ReadClock;
import io.makolet.serving.http.DoorConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static final Map<String, String> LEAST = Map.of(
            "bootstrap.servers", "kafka:9092",
            "registry.url", "http://registry:8080/apis/ccompat/v7",
            "data.directory", "/data");

    @Test
    void hasDefaultsForTheRest() {
        ServingConfig config = Settings.read(LEAST, Map.of());
        assertThat(config.host()).isEqualTo("0.0.0.0");
        assertThat(config.grpcPort()).isEqualTo(9400);
        assertThat(config.httpPort()).isEqualTo(9480);
        assertThat(config.clock()).isEqualTo(ReadClock.Mode.WALL);
        assertThat(config.staleAfter()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.dataDirectory()).isEqualTo(Path.of("/data"));
        assertThat(config.registry().cacheDirectory()).isEqualTo("/data/schemas");
    }

    @Test
    void readsWhoMayAskAtTheDoor() {
        ServingConfig usual = Settings.read(LEAST, Map.of());
        assertThat(usual.door()).isEqualTo(new DoorConfig(Path.of("/data/token.keys"), List.of()));
        ServingConfig config = Settings.read(
                with("http.origins", "https://shop.example, http://localhost:8000"),
                Map.of("MAKOLET_SERVING_TOKEN_KEYS", "/keys/token.keys"));
        assertThat(config.door().tokenKeys()).isEqualTo(Path.of("/keys/token.keys"));
        assertThat(config.door().origins()).containsExactly("https://shop.example", "http://localhost:8000");
        assertThatThrownBy(() -> Settings.read(with("http.origins", "https://shop.example/page"), Map.of()))
                .hasMessageContaining(
                        "http.origins (MAKOLET_SERVING_HTTP_ORIGINS) is 'https://shop.example/page', expected origins such");
    }

    @Test
    void takesTheEnvironmentBeforeProperties() {
        ServingConfig config = Settings.read(
                with("grpc.port", "1"), Map.of("MAKOLET_SERVING_GRPC_PORT", "2", "MAKOLET_SERVING_CLOCK", "log"));
        assertThat(config.grpcPort()).isEqualTo(2);
        assertThat(config.clock()).isEqualTo(ReadClock.Mode.LOG);
    }

    @Test
    void handsTheRegistrysClientItsOwnSettings() {
        ServingConfig config = Settings.read(with("registry.client.basic.auth.user.info", "me:secret"), Map.of());
        assertThat(config.registry().properties()).containsExactly(Map.entry("basic.auth.user.info", "me:secret"));
    }

    @Test
    void ignoresVariablesThatOthersSet() {
        ServingConfig config = Settings.read(LEAST, Map.of("MAKOLET_SERVING_SERVICE_HOST", "10.0.0.1"));
        assertThat(config.host()).isEqualTo("0.0.0.0");
    }

    @Test
    void namesEverythingThatIsMissing() {
        assertThatThrownBy(() -> Settings.read(Map.of(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bootstrap.servers (MAKOLET_SERVING_BOOTSTRAP_SERVERS) is missing")
                .hasMessageContaining("registry.url (MAKOLET_SERVING_REGISTRY_URL) is missing")
                .hasMessageContaining("data.directory (MAKOLET_SERVING_DATA_DIRECTORY) is missing");
    }

    @Test
    void namesAnUnknownSetting() {
        assertThatThrownBy(() -> Settings.read(with("grpc.prot", "1"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown setting 'grpc.prot', expected")
                .hasMessageContaining("grpc.port");
    }

    @Test
    void namesEveryWrongValueAndWhatWasExpected() {
        Map<String, String> wrong = new HashMap<>(LEAST);
        wrong.put("clock", "sundial");
        wrong.put("stale.after", "5 seconds");
        wrong.put("http.port", "many");
        assertThatThrownBy(() -> Settings.read(wrong, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clock (MAKOLET_SERVING_CLOCK) is 'sundial', expected wall or log")
                .hasMessageContaining("is '5 seconds', expected a positive duration")
                .hasMessageContaining("is 'many', expected 0 to 65535");
    }

    @Test
    void namesValuesOutOfRange() {
        Map<String, String> wrong = new HashMap<>(LEAST);
        wrong.put("bootstrap.servers", "kafka");
        wrong.put("registry.url", "registry:8080");
        wrong.put("grpc.port", "70000");
        wrong.put("stale.after", "PT0S");
        assertThatThrownBy(() -> Settings.read(wrong, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is 'kafka', expected host:port, separated by commas")
                .hasMessageContaining("is 'registry:8080', expected an http or https address")
                .hasMessageContaining("is '70000', expected 0 to 65535")
                .hasMessageContaining("is 'PT0S', expected a positive duration");
    }

    @Test
    void refusesOnePortForTwo() {
        assertThatThrownBy(() -> Settings.read(with("http.port", "9400"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http.port (MAKOLET_SERVING_HTTP_PORT) is '9400', expected another than that of");
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> result = new HashMap<>(LEAST);
        result.put(key, value);
        return result;
    }
}
