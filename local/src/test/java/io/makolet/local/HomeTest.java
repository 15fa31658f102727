package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void makesAHomeWhereThereIsNone() {
        try (Home home = Home.open(folder.resolve("a/b"), StateBackend.ROCKSDB)) {
            assertThat(home.kafka()).isDirectory();
            assertThat(home.root().resolve("format")).hasContent("format=1\nstate=rocksdb\n");
        }
    }

    @Test
    void tellsWhoHoldsAHome() {
        try (Home home = Home.open(folder, StateBackend.ROCKSDB)) {
            assertThatThrownBy(() -> Home.open(folder, StateBackend.ROCKSDB))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining(
                            "is in use by process " + ProcessHandle.current().pid());
            assertThat(home.root().resolve("lock"))
                    .hasContent(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void canBeOpenedAgainAfterItWasClosed() {
        Home.open(folder, StateBackend.ROCKSDB).close();
        try (Home again = Home.open(folder, StateBackend.ROCKSDB)) {
            assertThat(again.tmp()).isEmptyDirectory();
        }
    }

    @Test
    void removesWhatTheLastProcessLeftInTmp() throws IOException {
        Path left = folder.resolve("tmp/rocksdb-lib-1/librocksdbjni-linux64.so");
        Files.createDirectories(left.getParent());
        Files.writeString(left, "library");
        try (Home home = Home.open(folder, StateBackend.ROCKSDB)) {
            assertThat(home.tmp()).isEmptyDirectory();
        }
    }

    @Test
    void refusesAHomeOfANewerFormat() throws IOException {
        Files.writeString(folder.resolve("format"), "format=2\nstate=rocksdb\n");
        assertThatThrownBy(() -> Home.open(folder, StateBackend.ROCKSDB))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("has format '2', this makolet reads up to 1");
    }

    @Test
    void keepsTheStateBackendThatAHomeWasMadeWith() {
        Home.open(folder, StateBackend.HEAP).close();
        assertThatThrownBy(() -> Home.open(folder, StateBackend.ROCKSDB))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("was made with --state heap, not rocksdb");
        Home.open(folder, StateBackend.HEAP).close();
    }

    @Test
    void refusesAHomeThatCannotBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Home.open(file.resolve("home"), StateBackend.ROCKSDB))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("cannot be made")
                .hasMessageContaining("expected a writable folder");
    }

    @Test
    void isFreeAgainAfterAnOpeningThatFailed() throws IOException {
        Files.writeString(folder.resolve("format"), "format=99");
        assertThatThrownBy(() -> Home.open(folder, StateBackend.ROCKSDB)).isInstanceOf(InvalidInput.class);
        Files.delete(folder.resolve("format"));
        try (Home home = Home.open(folder, StateBackend.ROCKSDB)) {
            assertThat(home.shortage()).isEmpty();
        }
    }
}
