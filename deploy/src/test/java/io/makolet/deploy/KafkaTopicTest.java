package io.makolet.deploy;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.makolet.schemas.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The topics that Strimzi makes against those that the code expects. */
class KafkaTopicTest {
    /** What a cluster of brokers needs and the code doesn't care about. */
    private static final String IN_SYNC = "min.insync.replicas";

    private static final List<Manifest> MANIFESTS = Manifest.ofKind("KafkaTopic");

    @Test
    void thereIsOneForEachTopicAndNoOther() {
        assertThat(MANIFESTS)
                .extracting(Manifest::name)
                .containsExactlyElementsOf(
                        Arrays.stream(Topic.values()).map(Topic::topicName).toList());
    }

    @ParameterizedTest
    @EnumSource
    void partitionsAndSettingsAreThoseOfTheCode(Topic topic) {
        JsonNode spec = spec(topic);
        assertThat(spec.path("partitions").asInt()).isEqualTo(topic.partitions());
        Map<String, String> config = spec.path("config").properties().stream()
                .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().asText(), (a, b) -> a, TreeMap::new));
        config.remove(IN_SYNC);
        assertThat(config).isEqualTo(topic.config());
    }

    @ParameterizedTest
    @EnumSource
    void aBrokerMayBeLostWithoutLosingOrRefusingRecords(Topic topic) {
        JsonNode spec = spec(topic);
        int inSync = spec.path("config").path(IN_SYNC).asInt();
        assertThat(inSync)
                .isGreaterThanOrEqualTo(2)
                .isLessThan(spec.path("replicas").asInt());
    }

    /** Strimzi can't change the replicas of a topic that is there, so whoever creates it first must do it alike. */
    @ParameterizedTest
    @EnumSource
    void theBootstrapWouldCreateItWithAsManyReplicas(Topic topic) {
        JsonNode variables =
                Manifest.named("Job", "makolet-bootstrap").containers().get(0).path("env");
        assertThat(Dashboard.list(variables)
                        .filter(variable -> variable.path("name").asText().equals("MAKOLET_REPLICATION_FACTOR"))
                        .map(variable -> variable.path("value").asText()))
                .containsExactly(spec(topic).path("replicas").asText());
    }

    @Test
    void allBelongToTheClusterThatTheOthersTalkTo() {
        String servers = Manifest.named("ConfigMap", "makolet-endpoints")
                .content()
                .at("/data/bootstrap-servers")
                .asText();
        assertThat(MANIFESTS)
                .extracting(manifest -> manifest.content()
                        .at("/metadata/labels")
                        .path("strimzi.io/cluster")
                        .asText())
                .allSatisfy(cluster -> assertThat(servers).startsWith(cluster + "-kafka-bootstrap:"));
    }

    private static JsonNode spec(Topic topic) {
        return Manifest.named("KafkaTopic", topic.topicName()).content().path("spec");
    }
}
