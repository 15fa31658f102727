package io.makolet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages tell a newcomer to type, typed. */
class ReadmeIT {

    private static final String DEMO = "./makolet demo";
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** Commands with these words need no system, and have the machine for themselves when none runs. */
    private static final List<String> FILES_ONLY = List.of(" validate ", " dry-run ", " cut-points ", " --help");

    private static final List<String> PAGES = List.of(
            "README.md", "docs/segments.md", "examples/online-retail/README.md", "examples/complete-journey/README.md");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void commandsOfThePagesWork() throws Exception {
        Set<String> commands = commands();
        assertThat(commands).contains(DEMO);
        assertThat(Files.readString(Cli.root().resolve(".ci/run"))).contains("mvn -B -ntp verify");
        Path said = folder.resolve("demo.out");
        Process demo = shell(DEMO)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            Awaitility.await("live traffic, see the demo's output")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .failFast(() -> assertThat(demo.isAlive()).as(read(said)).isTrue())
                    .until(() -> read(said).contains("go on shopping"));
            for (String command : commands) {
                if (!command.equals(DEMO) && asksASystem(command)) {
                    runs(command);
                }
            }
        } finally {
            demo.destroy();
            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).as("the demo stops").isTrue();
        }
        for (String command : commands) {
            if (!asksASystem(command)) {
                runs(command);
            }
        }
    }

    private static boolean asksASystem(String command) {
        return FILES_ONLY.stream().noneMatch(command::contains);
    }

    /** All lines in the pages' blocks of code that begin with the command, without their comments; each once. */
    private static Set<String> commands() throws IOException {
        Set<String> commands = new LinkedHashSet<>();
        for (String page : PAGES) {
            boolean code = false;
            String text = Files.readString(Cli.root().resolve(page)).replace("\\\n", " ");
            for (String line : text.lines().toList()) {
                if (line.startsWith("```")) {
                    code = !code;
                } else if (code && line.startsWith("./makolet")) {
                    commands.add(line.replaceFirst(" +#.*", ""));
                }
            }
        }
        return commands;
    }

    private ProcessBuilder shell(String command) {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", "exec " + command)
                .directory(Cli.root().toFile());
        builder.environment().put("MAKOLET_HOME", folder.resolve("home").toString());
        return builder;
    }

    private void runs(String command) throws IOException, InterruptedException {
        Path out = folder.resolve("command.out");
        int exit = shell(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start()
                .waitFor();
        assertThat(exit).as("%s answers %s", command, read(out)).isZero();
        assertThat(read(out)).isNotBlank();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
