package io.makolet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The variables that manifests set against those that the programs read: an unknown one would change nothing, silently. */
class SettingsTest {
    private static final String PREFIX = "MAKOLET_";
    private static final String SERVING_PREFIX = "MAKOLET_SERVING_";

    @Test
    void theJobReadsEveryVariableThatIsSetForIt() throws IOException {
        String arguments = Files.readString(Path.of("../flink-jobs/src/main/java/io/makolet/flink/JobArguments.java"));
        assertThat(variables("FlinkDeployment", PREFIX))
                .hasSizeGreaterThan(2)
                .allSatisfy(variable -> assertThat(arguments).contains('"' + setting(variable, PREFIX, '-') + '"'));
    }

    @Test
    void theBootstrapReadsEveryVariableThatIsSetForIt() throws IOException {
        String arguments =
                Files.readString(Path.of("../schemas/avro/src/main/java/io/makolet/schemas/BootstrapArguments.java"));
        assertThat(variables("Job", PREFIX))
                .hasSizeGreaterThan(2)
                .allSatisfy(variable -> assertThat(arguments).contains('"' + setting(variable, PREFIX, '-') + '"'));
    }

    @Test
    void servingReadsEveryVariableThatIsSetForIt() throws IOException {
        String settings = Files.readString(Path.of("../grpc-api/src/main/java/io/makolet/serving/Setting.java"));
        assertThat(variables("Deployment", SERVING_PREFIX))
                .hasSizeGreaterThan(2)
                .containsExactlyElementsOf(variables("Deployment", PREFIX))
                .allSatisfy(
                        variable -> assertThat(settings).contains('"' + setting(variable, SERVING_PREFIX, '.') + '"'));
    }

    @Test
    void everyAddressComesFromTheOneMapOfAddresses() {
        JsonNode addresses =
                Manifest.named("ConfigMap", "makolet-endpoints").content().path("data");
        List<JsonNode> references = Manifest.all().stream()
                .flatMap(manifest -> manifest.content().findValues("configMapKeyRef").stream())
                .toList();
        assertThat(references).hasSize(6).allSatisfy(reference -> {
            assertThat(reference.path("name").asText()).isEqualTo("makolet-endpoints");
            assertThat(addresses.has(reference.path("key").asText())).isTrue();
        });
    }

    private static List<String> variables(String kind, String prefix) {
        return Manifest.ofKind(kind).stream()
                .flatMap(manifest -> manifest.containers().stream())
                .flatMap(container -> Dashboard.list(container.path("env")))
                .map(variable -> variable.path("name").asText())
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    private static String setting(String variable, String prefix, char separator) {
        return variable.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', separator);
    }
}
