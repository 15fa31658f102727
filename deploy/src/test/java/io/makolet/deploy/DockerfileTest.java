package io.makolet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DockerfileTest {
    private static final Pattern BASE = Pattern.compile("(?m)^FROM (\\S+)(?: AS (\\S+))?$");

    static List<Path> dockerfiles() {
        return Manifest.filesBelow(Path.of("docker"))
                .filter(file -> file.toString().endsWith(".Dockerfile"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void buildsOnTaggedImagesAndDownloadsNothingByAddress(Path file) {
        assertThat(BASE.matcher(text(file)).results())
                .hasSize(2)
                .allSatisfy(base -> assertThat(base.group(1)).matches("[a-z-]+:[0-9][\\w.-]*"));
        assertThat(text(file)).doesNotContain("://").doesNotContain("curl").doesNotContain("wget");
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void leavesBuildOutputOfTheHostOut(Path file) {
        assertThat(text(file.resolveSibling(file.getFileName() + ".dockerignore")))
                .contains("**/target\n");
    }

    @Test
    void theJobRunsOnTheFlinkThatItsManifestNames() {
        String job = text(Path.of("docker/job.Dockerfile"));
        Matcher flink = Pattern.compile("FROM flink:(\\d+\\.\\d+)-java17").matcher(job);
        assertThat(flink.find()).isTrue();
        String image = Manifest.ofKind("FlinkDeployment")
                .get(0)
                .content()
                .at("/spec/image")
                .asText();
        assertThat(image).endsWith("-flink" + flink.group(1));
        assertThat(text(Path.of("../pom.xml"))).contains("<flink.version>" + flink.group(1) + ".");
        assertThat(job)
                .contains(Manifest.ofKind("FlinkDeployment")
                        .get(0)
                        .content()
                        .at("/spec/job/jarURI")
                        .asText()
                        .substring("local://".length()));
    }

    @Test
    void theBootstrapRunsAClassOfTheSchemasWithTheLibrariesOfServing() {
        List<String> command = Dashboard.list(Manifest.named("Job", "makolet-bootstrap")
                        .containers()
                        .get(0)
                        .path("command"))
                .map(JsonNode::asText)
                .toList();
        assertThat(command).startsWith("java", "-cp").hasSize(4);
        assertThat(text(Path.of("docker/serving.Dockerfile"))).contains('"' + command.get(2) + '"');
        assertThat(Path.of("../schemas/avro/src/main/java", command.get(3).replace('.', '/') + ".java"))
                .matches(Files::isRegularFile, "is a source file");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
