package io.makolet.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCheckpointTest {

    @TempDir
    Path home;

    private Path rows = Path.of("");
    private Path mapping = Path.of("");

    @BeforeEach
    void writeFiles() throws IOException {
        rows = Files.writeString(home.resolve("rows.csv"), "a,b\n1,2\n");
        mapping = Files.writeString(home.resolve("mapping.yaml"), "kind: Mapping\n");
    }

    @Test
    void knowsNothingAtFirst() throws IOException {
        assertThat(new ReplayCheckpoint(home, rows, mapping).read()).isEmpty();
    }

    @Test
    void isFoundAgainByTheContentOfTheFile() throws IOException {
        new ReplayCheckpoint(home, rows, mapping).write(42, new LogPosition(Map.of("makolet.purchases-3", 7L)));
        Path copy = Files.copy(rows, home.resolve("copy.csv"));

        ReplayCheckpoint again = new ReplayCheckpoint(home, copy, mapping);
        ReplayCheckpoint.Sent sent = again.read().orElseThrow();

        assertThat(sent.sentThrough()).isEqualTo(42);
        assertThat(sent.position()).containsEntry("makolet.purchases-3", 7L);
        assertThat(again.sameMapping(sent)).isTrue();
    }

    @Test
    void isNotThatOfAnotherFile() throws IOException {
        new ReplayCheckpoint(home, rows, mapping).write(42, LogPosition.NONE);
        Path longer = Files.writeString(home.resolve("longer.csv"), "a,b\n1,2\n3,4\n");

        assertThat(new ReplayCheckpoint(home, longer, mapping).read()).isEmpty();
    }

    @Test
    void seesThatTheMappingChanged() throws IOException {
        new ReplayCheckpoint(home, rows, mapping).write(42, LogPosition.NONE);
        Path other = Files.writeString(home.resolve("other.yaml"), "kind: Mapping\ntitle: other\n");

        ReplayCheckpoint again = new ReplayCheckpoint(home, rows, other);

        assertThat(again.sameMapping(again.read().orElseThrow())).isFalse();
    }

    @Test
    void namesTheFileThatIsDamaged() throws IOException {
        ReplayCheckpoint checkpoint = new ReplayCheckpoint(home, rows, mapping);
        checkpoint.write(42, LogPosition.NONE);
        try (Stream<Path> files = Files.list(home.resolve("replay"))) {
            Files.writeString(files.findFirst().orElseThrow(), "{");
        }

        assertThatThrownBy(checkpoint::read).isInstanceOf(IOException.class).hasMessageContaining("is damaged");
    }
}
