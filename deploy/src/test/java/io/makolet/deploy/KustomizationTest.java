package io.makolet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The kustomizations against the files: nothing they name is missing, nothing beside them is forgotten. */
class KustomizationTest {
    private static final Path OVERLAY = Manifest.ROOT.resolve("overlays/example");
    /** What a kustomization of ours may hold. */
    private static final Set<String> FIELDS = Set.of(
            "apiVersion",
            "kind",
            "namespace",
            "resources",
            "images",
            "patches",
            "configMapGenerator",
            "generatorOptions");

    @Test
    void everyReferenceExists() {
        assertThat(kustomizations()).hasSizeGreaterThan(3).allSatisfy(file -> {
            assertThat(Documents.singleYaml(file).properties())
                    .extracting(Map.Entry::getKey)
                    .isSubsetOf(FIELDS);
            assertThat(references(file))
                    .isNotEmpty()
                    .allSatisfy(reference -> assertThat(Files.exists(reference))
                            .as("%s, named by %s", reference, file)
                            .isTrue());
        });
    }

    @Test
    void theOverlayReachesEveryFile() {
        Set<Path> reached = new HashSet<>();
        reach(OVERLAY, reached);
        assertThat(Manifest.filesBelow(Manifest.ROOT))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(reached).contains(file.normalize()));
    }

    @Test
    void noTwoObjectsShareAName() {
        assertThat(Manifest.all())
                .extracting(manifest -> manifest.apiVersion() + " " + manifest.kind() + " " + manifest.name())
                .doesNotHaveDuplicates();
    }

    @Test
    void everyImageThatTheOverlayNamesIsUsed() {
        List<String> used = Manifest.all().stream()
                .flatMap(manifest -> manifest.content().findValuesAsText("image").stream())
                .map(image -> image.substring(0, image.indexOf(':')))
                .toList();
        JsonNode images =
                Documents.singleYaml(OVERLAY.resolve(Manifest.KUSTOMIZATION)).path("images");
        assertThat(images).isNotEmpty().allSatisfy(image -> {
            assertThat(used).contains(image.path("name").asText());
            assertThat(image.path("newTag").asText()).isNotEmpty().isNotEqualTo("latest");
        });
    }

    @Test
    void everyPatchOfTheOverlayMeetsItsTargetAndLeavesItValid() {
        JsonNode patches =
                Documents.singleYaml(OVERLAY.resolve(Manifest.KUSTOMIZATION)).path("patches");
        assertThat(patches).isNotEmpty().allSatisfy(patch -> {
            Manifest target = Manifest.named(
                    patch.at("/target/kind").asText(), patch.at("/target/name").asText());
            JsonNode patched = replaced(
                    target.content(), Documents.yamlText(patch.path("patch").asText()));
            assertThat(patched).isNotEqualTo(target.content());
            assertThat(StrictModels.problem(patched)).isEmpty();
        });
    }

    @Test
    void theOverlaySaysWhichFlinkTheImageReallyRuns() {
        JsonNode patches =
                Documents.singleYaml(OVERLAY.resolve(Manifest.KUSTOMIZATION)).path("patches");
        JsonNode deployment = Manifest.ofKind("FlinkDeployment").get(0).content();
        for (JsonNode patch : patches) {
            if (patch.at("/target/kind").asText().equals("FlinkDeployment")) {
                deployment = replaced(
                        deployment, Documents.yamlText(patch.path("patch").asText()));
            }
        }
        String version =
                deployment.at("/spec/flinkVersion").asText().substring(1).replace('_', '.');
        assertThat(deployment.at("/spec/image").asText()).endsWith("-flink" + version);
    }

    /** Applies a JSON patch of replacements only. */
    private static JsonNode replaced(JsonNode object, JsonNode operations) {
        JsonNode patched = object.deepCopy();
        for (JsonNode operation : operations) {
            assertThat(operation.path("op").asText()).isEqualTo("replace");
            JsonPointer path = JsonPointer.compile(operation.path("path").asText());
            assertThat(patched.at(path).isMissingNode())
                    .as("%s is missing", path)
                    .isFalse();
            ((ObjectNode) patched.at(path.head())).set(path.last().getMatchingProperty(), operation.path("value"));
        }
        return patched;
    }

    private static List<Path> kustomizations() {
        return Manifest.filesBelow(Manifest.ROOT)
                .filter(file -> file.endsWith(Manifest.KUSTOMIZATION))
                .toList();
    }

    private static void reach(Path folder, Set<Path> reached) {
        Path kustomization = folder.resolve(Manifest.KUSTOMIZATION);
        reached.add(kustomization.normalize());
        for (Path reference : references(kustomization)) {
            if (Files.isDirectory(reference)) {
                reach(reference, reached);
            } else {
                reached.add(reference.normalize());
            }
        }
    }

    private static List<Path> references(Path kustomization) {
        Path folder = kustomization.resolveSibling("");
        JsonNode content = Documents.singleYaml(kustomization);
        List<Path> references = new ArrayList<>();
        texts(content.path("resources")).map(folder::resolve).forEach(references::add);
        for (JsonNode generator : content.path("configMapGenerator")) {
            texts(generator.path("files"))
                    .map(file -> file.substring(file.indexOf('=') + 1))
                    .map(folder::resolve)
                    .forEach(references::add);
        }
        return references;
    }

    private static Stream<String> texts(JsonNode list) {
        return list instanceof ArrayNode
                ? StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText)
                : Stream.of();
    }
}
