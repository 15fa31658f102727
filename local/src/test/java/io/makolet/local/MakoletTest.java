package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MakoletTest {

    private static final String SEGMENT = """
            kind: Segment
            id: loyal
            owner: me@shop
            title: Loyal
            when:
              aggregate: {event: purchase, fn: count, over: 30d, is: ">= 2"}
            """;

    @TempDir
    private Path folder = Path.of("");

    private record Answer(int exit, String out, String err) {}

    private static Answer run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        int exit = Makolet.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
        return new Answer(exit, out.toString(), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3601", "soon"})
    void refusesATimeInWhichNothingCanBeConfirmed(String seconds) {
        Answer answer = run("forget", "12583", "--within", seconds, "--home", folder);
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err()).contains("--within", seconds).hasLineCount(1);
    }

    @Test
    void printsTheUsageThatTheScriptShowsWithoutAnyBuild() throws IOException {
        try (InputStream usage = Makolet.class.getResourceAsStream("usage.txt")) {
            assertThat(usage).isNotNull();
            assertThat(run("--help").out()).isEqualTo(new String(usage.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "status",
                "new",
                "schema",
                "validate",
                "cut-points",
                "publish",
                "list",
                "retire",
                "rollback",
                "backfill",
                "watch",
                "customer",
                "offers",
                "explain",
                "export",
                "forget",
                "replay",
                "dry-run",
                "bench",
                "demo"
            })
    void showsExamplesInTheHelpOfEveryCommand(String command) {
        Answer answer = run(command, "--help");
        assertThat(answer.exit()).isZero();
        assertThat(answer.out())
                .contains("Usage: makolet " + command)
                .contains("Examples:")
                .contains("  makolet " + command);
        assertThat(answer.err()).isEmpty();
    }

    @Test
    void namesACommandThatThereIsNot() {
        Answer answer = run("opp");
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err()).startsWith("makolet: Unmatched argument at index 0: 'opp'");
        assertThat(answer.err().lines()).hasSize(1);
        assertThat(answer.out()).isEmpty();
    }

    @Test
    void namesAnOptionsValueThatIsWrong() {
        Answer answer = run("up", "--clock", "sun");
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err()).contains("--clock").contains("sun").contains("see makolet up --help");
        assertThat(answer.err().lines()).hasSize(1);
    }

    @Test
    void refusesAPageForVisitorsOfThePast() {
        Answer answer = run("up", "--site", "--clock", "log", "--home", folder);
        assertThat(answer)
                .isEqualTo(new Answer(
                        2,
                        "",
                        "makolet: --site with --clock log, expected --clock wall: visitors come now"
                                + System.lineSeparator()));
    }

    @Test
    void refusesALimitOutOfRange() {
        Answer answer = run("offers", "c1", "--limit", "101", "--home", folder);
        assertThat(answer)
                .isEqualTo(new Answer(2, "", "makolet: --limit 101, expected 1 to 100" + System.lineSeparator()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "list", "retire s1", "rollback s1", "customer c1", "offers c1"})
    void saysThatNoSystemRuns(String command) {
        Answer answer = run((Object[]) (command + " --home " + folder).split(" "));
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).startsWith("makolet: no system is running in home " + folder);
        assertThat(answer.err().lines()).hasSize(1);
    }

    @Test
    void refusesToStartOnATakenPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Answer answer =
                    run("up", "--home", folder.resolve("home"), "--free-ports", "--grpc-port", taken.getLocalPort());
            assertThat(answer.exit()).isEqualTo(2);
            assertThat(answer.err())
                    .startsWith("makolet: port " + taken.getLocalPort()
                            + " for gRPC is taken, choose another with --grpc-port");
            assertThat(answer.err().lines()).hasSize(1);
        }
    }

    @Test
    void refusesPortOptionsThatContradictEachOther() {
        Answer answer = run("up", "--home", folder, "--free-ports", "--port-base", "9500");
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err()).contains("--free-ports with --port-base 9500, expected one of them");
    }

    @Test
    void printsTheSchemaForEditors() throws IOException {
        Answer answer = run("schema");
        assertThat(answer.exit()).isZero();
        JsonNode schema = new ObjectMapper().readTree(answer.out());
        assertThat(schema.path("properties").has("kind")).isTrue();
        assertThat(answer.err()).isEmpty();
    }

    @Test
    void countsWhatItFoundToBeRight() throws IOException {
        Files.writeString(folder.resolve("loyal.yaml"), SEGMENT);
        Answer answer = run("validate", folder);
        assertThat(answer).isEqualTo(new Answer(0, folder + ": 1 segment, no problems" + System.lineSeparator(), ""));
    }

    @Test
    void showsWhatAMacroStandsFor() throws IOException {
        Path file = folder.resolve("loyal.yaml");
        Files.writeString(
                file,
                SEGMENT.replaceAll(
                        "(?m)^  aggregate.*", "  any: [{dormant: {for: 30d}}, {opened_mail: {topic: garden}}]"));
        assertThat(run("validate", folder, "--expand").out().replace(System.lineSeparator(), "\n"))
                .isEqualTo(file + """
                        :6: segment loyal: dormant stands for
                          recency: {event: purchase, is: '>= 30d'}
                        """ + file + """
                        :6: segment loyal: opened_mail stands for
                          aggregate: {event: mail_open, fn: count, over: 30d, where: '!e.machine && e.topic == ''garden''', is: '>= 1'}
                        """ + folder + ": 1 segment, no problems\n");
        JsonNode json = new ObjectMapper()
                .readTree(run("validate", folder, "--expand", "--json").out());
        assertThat(json.at("/definitions/0/macros/0/macro").asText()).isEqualTo("dormant");
    }

    @Test
    void showsWhatSegmentsCostAndRefusesThoseAboveTheBudget() throws IOException {
        Files.writeString(folder.resolve("loyal.yaml"), SEGMENT);
        Answer answer = run("validate", folder, "--cost");
        assertThat(answer.exit()).isZero();
        assertThat(answer.out()).contains("STATE AT MOST").contains("loyal").contains("together");
        JsonNode json = new ObjectMapper()
                .readTree(run("validate", folder, "--cost", "--json").out());
        long bytes = json.at("/cost/segments/0/state_bytes").asLong();
        assertThat(bytes).isBetween(2_000L, 20_000L);
        assertThat(json.at("/cost/together/timed_leaves").asInt()).isEqualTo(1);
        Answer dear = run("validate", folder, "--budget", bytes - 1);
        assertThat(dear.exit()).isEqualTo(2);
        assertThat(dear.err())
                .startsWith(folder.resolve("loyal.yaml") + ": segment loyal needs up to " + bytes
                        + " bytes of a customer's state, expected at most " + (bytes - 1) + " (--budget)");
        assertThat(dear.out()).doesNotContain("no problems");
        assertThat(run("validate", folder, "--cost", "--budget", bytes).exit()).isZero();
        assertThat(run("validate", folder, "--budget", 0).err())
                .isEqualTo("makolet: --budget 0, expected a number of bytes from 1" + System.lineSeparator());
    }

    @Test
    void showsTheLineOfAMistakeWithACaret() throws IOException {
        Files.writeString(folder.resolve("loyal.yaml"), SEGMENT.replace("fn: count", "fn: mean"));
        Answer answer = run("validate", folder);
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err())
                .contains("loyal.yaml:6:")
                .contains("mean")
                .contains("^")
                .contains("1 problem");
    }

    @Test
    void showsMistakesAsJson() throws IOException {
        Files.writeString(folder.resolve("loyal.yaml"), SEGMENT.replace("fn: count", "fn: mean"));
        Answer answer = run("validate", folder, "--json");
        assertThat(answer.exit()).isEqualTo(2);
        JsonNode json = new ObjectMapper().readTree(answer.out());
        assertThat(json.path("ok").asBoolean()).isFalse();
        assertThat(json.path("problems").path(0).path("line").asInt()).isEqualTo(6);
        assertThat(answer.err()).isEmpty();
    }
}
