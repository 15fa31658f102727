package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

    private static final String JOB = JobCluster.JOB.toHexString();

    @TempDir
    private Path root = Path.of("");

    @Test
    void findsNothingInANewHome() throws IOException {
        assertThat(new Checkpoints(root.resolve("none")).newest(JobCluster.JOB)).isEmpty();
    }

    @Test
    void takesTheCheckpointWithTheGreatestNumber() throws IOException {
        write(JOB + "/chk-9", 9);
        write(JOB + "/chk-10", 10);
        assertThat(newest()).contains(new Checkpoints.Found(10, root.resolve(JOB + "/chk-10")));
    }

    @Test
    void takesTheSavepointOfACleanStopIfNothingWasWrittenSince() throws IOException {
        write(JOB + "/chk-10", 10);
        write("stops/savepoint-6d616b-0", 11);
        assertThat(newest().orElseThrow().id()).isEqualTo(11);
        write(JOB + "/chk-12", 12);
        assertThat(newest().orElseThrow().id()).isEqualTo(12);
    }

    @Test
    void passesOverWhatIsUnfinishedOrBroken() throws IOException {
        write(JOB + "/chk-7", 7);
        Files.createDirectories(root.resolve(JOB + "/chk-8"));
        write(JOB + "/chk-9", 9);
        Path metadata = root.resolve(JOB + "/chk-9/_metadata");
        Files.write(metadata, List.of("cut off"));
        assertThat(newest().orElseThrow().id()).isEqualTo(7);
    }

    @Test
    void doesNotTakeAnotherJobsCheckpoint() throws IOException {
        write("00000000000000000000000000000001/chk-99", 99);
        assertThat(newest()).isEmpty();
    }

    @Test
    void sweepsEverythingThatTheNewestDoesNotNeed() throws IOException {
        Path needed = shared("0b5c4b0e-5b5e-4f34-a6d3-6f2f5a7f0001");
        Path leaked = shared("0b5c4b0e-5b5e-4f34-a6d3-6f2f5a7f0002");
        write(JOB + "/chk-3", 3, leaked);
        write("stops/savepoint-6d616b-0", 4);
        Files.createDirectories(root.resolve(JOB + "/chk-6"));
        write(JOB + "/chk-5", 5, needed);

        Optional<Checkpoints.Found> newest = newest();
        new Checkpoints(root).sweep(JobCluster.JOB, newest);

        assertThat(newest()).isEqualTo(newest).isPresent();
        assertThat(root.resolve(JOB + "/chk-5/_metadata")).exists();
        assertThat(needed).exists();
        assertThat(leaked).doesNotExist();
        assertThat(root.resolve(JOB + "/chk-3")).doesNotExist();
        assertThat(root.resolve(JOB + "/chk-6")).doesNotExist();
        assertThat(root.resolve("stops")).isEmptyDirectory();
    }

    @Test
    void sweepsEverythingIfNothingIsComplete() throws IOException {
        Path leaked = shared("0b5c4b0e-5b5e-4f34-a6d3-6f2f5a7f0003");
        Files.createDirectories(root.resolve(JOB + "/chk-1"));
        new Checkpoints(root).sweep(JobCluster.JOB, Optional.empty());
        assertThat(leaked).doesNotExist();
        assertThat(root.resolve(JOB + "/chk-1")).doesNotExist();
    }

    private Optional<Checkpoints.Found> newest() throws IOException {
        return new Checkpoints(root).newest(JobCluster.JOB);
    }

    private Path shared(String name) throws IOException {
        Path file = root.resolve(JOB + "/shared").resolve(name);
        Files.createDirectories(root.resolve(JOB + "/shared"));
        return Files.writeString(file, "state");
    }

    private void write(String folder, long id, Path... state) throws IOException {
        OperatorState operator = new OperatorState("customer", "customer", new OperatorID(1, 1), state.length + 1, 128);
        for (int i = 0; i < state.length; i++) {
            FileStateHandle file =
                    new FileStateHandle(new org.apache.flink.core.fs.Path(state[i].toUri()), Files.size(state[i]));
            operator.putState(
                    i,
                    OperatorSubtaskState.builder()
                            .setManagedOperatorState(new OperatorStreamStateHandle(Map.of(), file))
                            .build());
        }
        Path target = root.resolve(folder);
        Files.createDirectories(target);
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(target.resolve("_metadata")))) {
            org.apache.flink.runtime.checkpoint.Checkpoints.storeCheckpointMetadata(
                    new CheckpointMetadata(id, List.of(operator), List.of()), out);
        }
    }
}
