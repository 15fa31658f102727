package io.makolet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every manifest by itself: known fields, labels, images. */
class KubernetesObjectTest {
    static List<Manifest> manifests() {
        return Manifest.all();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void hasOnlyFieldsOfItsModel(Manifest manifest) {
        assertThat(StrictModels.problem(manifest.content())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void saysWhatItIsAndWhatItBelongsTo(Manifest manifest) {
        JsonNode labels = manifest.content().at("/metadata/labels");
        assertThat(labels.path("app.kubernetes.io/name").asText()).isEqualTo(manifest.name());
        assertThat(labels.path("app.kubernetes.io/component").asText()).isNotEmpty();
        assertThat(labels.path("app.kubernetes.io/part-of").asText()).isEqualTo("makolet");
    }

    @Test
    void imagesAreTaggedAndNeverLatest() {
        List<String> images = Manifest.all().stream()
                .flatMap(manifest -> manifest.content().findValuesAsText("image").stream())
                .toList();
        assertThat(images)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(image -> assertThat(image).matches("makolet/[a-z-]+:\\d+\\.\\d+\\.\\d+[a-z0-9.-]*"));
    }

    @Test
    void containersStateWhatTheyNeed() {
        List<JsonNode> containers = List.of("Deployment", "Job").stream()
                .flatMap(kind -> Manifest.ofKind(kind).stream())
                .flatMap(manifest -> manifest.containers().stream())
                .toList();
        assertThat(containers).hasSize(2).allSatisfy(container -> {
            assertThat(container.at("/resources/requests").properties())
                    .extracting(Map.Entry::getKey)
                    .contains("cpu", "memory");
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
        });
    }

    @Test
    void aMisspeltFieldAtAnyDepthIsFound() {
        for (String kind : List.of("Deployment", "KafkaTopic", "NetworkPolicy", "PodMonitor", "PrometheusRule")) {
            ObjectNode misspelt = Manifest.ofKind(kind).get(0).content().deepCopy();
            ((ObjectNode) misspelt.path("spec")).put("replica", 1);
            assertThat(StrictModels.problem(misspelt))
                    .as(kind)
                    .hasValueSatisfying(problem -> assertThat(problem).contains("replica"));
        }
        ObjectNode deep =
                Manifest.named("Deployment", "makolet-serving").content().deepCopy();
        ((ObjectNode) deep.at("/spec/template/spec/containers/0/readinessProbe/grpc")).put("prot", 1);
        assertThat(StrictModels.problem(deep))
                .hasValueSatisfying(problem -> assertThat(problem).contains("prot"));
    }

    @Test
    void aNumberWhereTextMustStandIsFound() {
        ObjectNode wrong =
                Manifest.named("ConfigMap", "makolet-endpoints").content().deepCopy();
        ((ObjectNode) wrong.path("data")).put("PORT", 9400);
        assertThat(StrictModels.problem(wrong))
                .hasValueSatisfying(problem -> assertThat(problem).contains("PORT"));
    }

    @Test
    void anObjectWithoutAModelIsFound() {
        ObjectNode unknown =
                Manifest.named("ConfigMap", "makolet-endpoints").content().deepCopy();
        unknown.put("kind", "ConfigMaps");
        assertThat(StrictModels.problem(unknown))
                .hasValueSatisfying(problem -> assertThat(problem).contains("v1/ConfigMaps"));
    }
}
