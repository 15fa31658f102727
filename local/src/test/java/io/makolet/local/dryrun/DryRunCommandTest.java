package io.makolet.local.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.local.Makolet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunCommandTest {

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeDefinitions() throws IOException {
        Files.writeString(
                Files.createDirectory(folder.resolve("shop")).resolve("buyers.yaml"),
                "{kind: Segment, id: buyers, owner: me, title: B, when: {aggregate: {event: purchase, fn: count, is: '> 0'}}}\n");
        Files.writeString(folder.resolve("mapping.yaml"), "format: csv\n");
    }

    @Test
    void namesAnInstantThatIsNone() {
        assertThat(run("--as-of", "2026-01-01,yesterday")).isEqualTo(2);
        assertThat(err.toString()).contains("--as-of yesterday, expected a time such as 2011-06-30T00:00:00Z");
    }

    @Test
    void namesASampleThatIsNone() {
        assertThat(run("--as-of", "2026-01-01", "--sample", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--sample 0.0, expected more than 0 and up to 100 per cent");
    }

    @Test
    void namesAFolderThatThereIsNotBeforeItRuns() {
        assertThat(run(
                        "--as-of",
                        "2026-01-01",
                        "--out",
                        folder.resolve("no/members.csv").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("no/members.csv, expected a file in a folder that there is");
    }

    @Test
    void namesAMappingThatIsNone() throws IOException {
        Files.delete(folder.resolve("mapping.yaml"));
        assertThat(run("--as-of", "2026-01-01")).isEqualTo(2);
        assertThat(err.toString()).contains("mapping.yaml is no file, expected a mapping in YAML");
    }

    @Test
    void showsTheMistakesOfDefinitions() throws IOException {
        Files.writeString(folder.resolve("shop/buyers.yaml"), "{kind: Segment, id: buyers}\n");
        assertThat(run("--as-of", "2026-01-01")).isEqualTo(2);
        assertThat(err.toString()).contains("buyers.yaml:1:").contains("^");
    }

    private int run(String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "dry-run",
                folder.resolve("shop").toString(),
                "--events",
                folder.resolve("events.csv").toString(),
                "--mapping",
                folder.resolve("mapping.yaml").toString()));
        arguments.addAll(List.of(options));
        return Makolet.run(
                new PrintWriter(new StringWriter(), true),
                new PrintWriter(err, true),
                arguments.toArray(String[]::new));
    }
}
