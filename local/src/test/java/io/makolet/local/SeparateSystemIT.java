package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeparateSystemIT {

    @TempDir
    private Path folder = Path.of("");

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Test
    void answersFromAProcessOfItsOwnUntilItIsClosed() throws Exception {
        long process;
        try (SeparateSystem system = SeparateSystem.start(folder, lines::add)) {
            process = system.endpoints().pid();
            assertThat(process).isNotEqualTo(ProcessHandle.current().pid());
            assertThat(lines).anyMatch(line -> line.startsWith("job "));
        }

        assertThat(ProcessHandle.of(process)).isEmpty();
        assertThat(folder.resolve(Endpoints.FILE)).doesNotExist();
        assertThat(lines).contains("stopped");
    }

    @Test
    void saysWhyASystemDoesNotStart() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> SeparateSystem.start(file, lines::add))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("the system ended with status ");
        assertThat(lines).anyMatch(line -> line.contains(file.toString()));
    }
}
