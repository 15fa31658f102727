package io.makolet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The serving manifests against each other: what must name the same pods and ports does. */
class ServingTest {
    private static final JsonNode DEPLOYMENT =
            Manifest.named("Deployment", "makolet-serving").content();
    private static final JsonNode POD = DEPLOYMENT.at("/spec/template");
    private static final JsonNode CONTAINER = POD.at("/spec/containers/0");

    @Test
    void everySelectorSelectsThePods() {
        List<JsonNode> selectors = List.of(
                DEPLOYMENT.at("/spec/selector/matchLabels"),
                POD.at("/spec/topologySpreadConstraints/0/labelSelector/matchLabels"),
                Manifest.named("PodDisruptionBudget", "makolet-serving")
                        .content()
                        .at("/spec/selector/matchLabels"),
                Manifest.named("NetworkPolicy", "makolet-serving").content().at("/spec/podSelector/matchLabels"),
                Manifest.named("PodMonitor", "makolet-serving").content().at("/spec/selector/matchLabels"),
                Manifest.named("Service", "makolet-serving").content().at("/spec/selector"),
                Manifest.named("Service", "makolet-serving-replicas").content().at("/spec/selector"));
        assertThat(selectors).allSatisfy(selector -> {
            assertThat(selector.properties()).isNotEmpty();
            assertThat(POD.at("/metadata/labels").properties()).containsAll(selector.properties());
        });
    }

    @Test
    void portsAreTheAgreedOnesAndServicesNameThem() {
        assertThat(portOf("grpc")).isEqualTo(9400);
        assertThat(portOf("http")).isEqualTo(9480);
        assertThat(Manifest.ofKind("Service"))
                .isNotEmpty()
                .allSatisfy(service -> assertThat(service.content().at("/spec/ports"))
                        .isNotEmpty()
                        .allSatisfy(port -> assertThat(port.path("port").asInt())
                                .isEqualTo(portOf(port.path("targetPort").asText()))));
    }

    @Test
    void isReadyWhenTheLogIsReadAndAliveWhileItAnswers() {
        assertThat(CONTAINER.at("/startupProbe/httpGet/path").asText()).isEqualTo("/readyz");
        assertThat(CONTAINER.at("/readinessProbe/grpc/port").asInt()).isEqualTo(portOf("grpc"));
        assertThat(CONTAINER.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/healthz");
        assertThat(List.of("startupProbe", "livenessProbe"))
                .allSatisfy(probe -> assertThat(
                                portOf(CONTAINER.path(probe).at("/httpGet/port").asText()))
                        .isEqualTo(9480));
    }

    @Test
    void leavesWithoutDroppingRequests() {
        int pause = CONTAINER.at("/lifecycle/preStop/sleep/seconds").asInt();
        int grace = POD.at("/spec/terminationGracePeriodSeconds").asInt();
        assertThat(pause).isPositive();
        assertThat(grace - pause).as("seconds left to drain").isGreaterThanOrEqualTo(30);
        assertThat(DEPLOYMENT.at("/spec/strategy/rollingUpdate/maxUnavailable").asInt(-1))
                .isZero();
        assertThat(DEPLOYMENT.at("/spec/replicas").asInt())
                .as("replicas, of which a disruption may take one")
                .isGreaterThan(1);
    }

    @Test
    void everyMountHasItsVolume() {
        assertThat(CONTAINER.path("volumeMounts").findValuesAsText("name"))
                .containsExactlyInAnyOrderElementsOf(
                        StreamSupport.stream(POD.at("/spec/volumes").spliterator(), false)
                                .map(volume -> volume.path("name").asText())
                                .toList());
    }

    @Test
    void theImageStartsAClassOfTheServingModule() throws Exception {
        assertThat(Files.readString(Path.of("docker/serving.Dockerfile"))).contains("io.makolet.serving.ServingMain");
        assertThat(Path.of("../grpc-api/src/main/java/io/makolet/serving/ServingMain.java"))
                .matches(Files::isRegularFile, "is a source file");
    }

    private static int portOf(String name) {
        return StreamSupport.stream(CONTAINER.path("ports").spliterator(), false)
                .filter(port -> port.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no port named " + name))
                .path("containerPort")
                .asInt();
    }
}
