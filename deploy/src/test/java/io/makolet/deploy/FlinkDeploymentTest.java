package io.makolet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The job's deployment against the definition that the Flink operator installs. */
class FlinkDeploymentTest {
    private static final CrdSchema CRD =
            CrdSchema.ofResource("/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml");
    private static final Manifest JOB = Manifest.named("FlinkDeployment", "makolet-personalization");

    @Test
    void hasOnlyFieldsAndValuesThatTheOperatorKnows() {
        assertThat(JOB.apiVersion()).isEqualTo(CRD.apiVersion());
        assertThat(JOB.kind()).isEqualTo(CRD.kind());
        assertThat(CRD.problems(JOB.content())).isEmpty();
    }

    @Test
    void aMisspeltFieldAtAnyDepthIsFound() {
        ObjectNode misspelt = JOB.content().deepCopy();
        ((ObjectNode) misspelt.at("/spec/job")).put("entryclass", "X");
        ((ObjectNode) misspelt.at("/spec/podTemplate/spec/containers/0")).put("volumeMount", "X");
        assertThat(CRD.problems(misspelt))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("entryclass"))
                .anyMatch(problem -> problem.contains("volumeMount"));
    }

    @Test
    void aValueOfTheWrongTypeOrOutsideTheListIsFound() {
        ObjectNode wrong = JOB.content().deepCopy();
        ((ObjectNode) wrong.at("/spec/job")).put("parallelism", "four").put("upgradeMode", "eventually");
        assertThat(CRD.problems(wrong))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("parallelism"))
                .anyMatch(problem -> problem.contains("upgradeMode"));
    }

    @Test
    void startsAClassOfTheJobModule() {
        String entryClass = JOB.content().at("/spec/job/entryClass").asText();
        assertThat(Path.of("../flink-jobs/src/main/java", entryClass.replace('.', '/') + ".java"))
                .matches(Files::isRegularFile, "is a source file");
    }

    @Test
    void keepsWhatMustSurviveOnTheSharedVolumeAndOnlyThat() {
        JsonNode configuration = JOB.content().at("/spec/flinkConfiguration");
        String shared = "file://" + mountOf("/spec/podTemplate/spec", "state");
        for (String key : List.of(
                "execution.checkpointing.dir",
                "execution.checkpointing.savepoint-dir",
                "high-availability.storageDir")) {
            assertThat(configuration.path(key).asText()).as(key).startsWith(shared + "/");
        }
        assertThat(configuration.path("state.backend.rocksdb.localdir").asText())
                .isEqualTo(mountOf("/spec/taskManager/podTemplate/spec", "rocksdb"));
    }

    @Test
    void theClaimOfTheStateExists() {
        String claim = JOB.content()
                .at("/spec/podTemplate/spec/volumes/0/persistentVolumeClaim/claimName")
                .asText();
        assertThat(Manifest.named("PersistentVolumeClaim", claim).content().at("/spec/accessModes"))
                .map(JsonNode::asText)
                .containsExactly("ReadWriteMany");
    }

    @Test
    void runsAsAnAccountThatMayAskForTaskManagers() {
        String account = JOB.content().at("/spec/serviceAccount").asText();
        assertThat(Manifest.named("ServiceAccount", account).name()).isEqualTo(account);
        JsonNode binding = Manifest.named("RoleBinding", account).content();
        assertThat(binding.at("/subjects/0/name").asText()).isEqualTo(account);
        JsonNode rules = Manifest.named("Role", binding.at("/roleRef/name").asText())
                .content()
                .path("rules");
        assertThat(rules.findValues("resources"))
                .flatMap(resources -> StreamSupport.stream(resources.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList())
                .contains("pods", "configmaps");
    }

    private static String mountOf(String podPath, String volume) {
        JsonNode pod = JOB.content().at(podPath);
        assertThat(pod.path("volumes").findValuesAsText("name")).contains(volume);
        return StreamSupport.stream(pod.at("/containers/0/volumeMounts").spliterator(), false)
                .filter(mount -> mount.path("name").asText().equals(volume))
                .map(mount -> mount.path("mountPath").asText())
                .findFirst()
                .orElseThrow();
    }
}
