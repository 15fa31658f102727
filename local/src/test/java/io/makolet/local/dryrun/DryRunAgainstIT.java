package io.makolet.local.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.makolet.local.Makolet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dry-run against other definitions says what two dry-runs say, and why. */
class DryRunAgainstIT {

    private static final long SEED = 20_261_123;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> AS_OF = List.of("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z");
    private static final List<String> SEGMENTS = List.of("buyers", "fresh", "gone", "joined", "loyal", "same");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void differsAsTwoDryRunsDo() throws Exception {
        writeFiles();
        Set<String> before = members("before");
        Set<String> after = members("after");

        JsonNode report = run("after", "--against", folder.resolve("before").toString(), "--json");

        assertThat(report.path("against")).hasSize(AS_OF.size());
        for (JsonNode instant : report.path("against")) {
            String asOf = instant.path("as_of").asText();
            assertThat(instant.path("segments").findValuesAsText("segment")).isEqualTo(SEGMENTS);
            assertThat(instant.path("segments").findValuesAsText("change"))
                    .containsExactly("changed", "new", "retired", "changed", "unchanged", "unchanged");
            for (JsonNode segment : instant.path("segments")) {
                agrees(segment, asOf + "," + segment.path("segment").asText() + ",", before, after);
            }
        }
        saysWhatIsObservedAndRequired(report);
    }

    private static void agrees(JsonNode segment, String prefix, Set<String> before, Set<String> after) {
        Set<String> entering = only(prefix, after, before);
        Set<String> leaving = only(prefix, before, after);
        assertThat(segment.path("entering").asInt(-1)).as(prefix).isEqualTo(entering.size());
        assertThat(segment.path("leaving").asInt(-1)).as(prefix).isEqualTo(leaving.size());
        assertThat(segment.path("cases")).hasSize(Math.min(3, entering.size()) + Math.min(3, leaving.size()));
        for (JsonNode each : segment.path("cases")) {
            assertThat(each.path("enters").asBoolean() ? entering : leaving)
                    .contains(prefix + each.path("customer").asText());
            assertThat(each.path("because")).as("%s %s", prefix, each).isNotEmpty();
        }
    }

    private static void saysWhatIsObservedAndRequired(JsonNode report) {
        JsonNode buyers = report.path("against").path(0).path("segments").path(0);
        JsonNode because = buyers.path("cases").path(0).path("because");
        assertThat(because.findValuesAsText("side")).containsExactly("before", "after");
        assertThat(because.findValuesAsText("required")).containsExactly("2", "4");
        assertThat(because.findValuesAsText("value")).containsExactly("true", "false");
        assertThat(because.path(0).path("observed").asInt()).isBetween(2, 3);
        JsonNode joined = report.path("against").path(0).path("segments").path(3);
        assertThat(joined.path("cases").findValuesAsText("text"))
                .as("only what puts the conditions together is another")
                .contains("all of these", "any of these");
    }

    private void writeFiles() throws Exception {
        Files.writeString(
                Files.createDirectory(folder.resolve("before")).resolve("segments.yaml"),
                segment("buyers", count(2))
                        + segment("gone", count(1))
                        + segment("loyal", "{in: buyers}")
                        + segment("same", count(1))
                        + segment("joined", "{all: [" + count(1) + ", " + count(3) + "]}"));
        Files.writeString(
                Files.createDirectory(folder.resolve("after")).resolve("segments.yaml"),
                segment("buyers", count(4))
                        + segment("fresh", "{recency: {event: purchase, is: '< 10d'}}")
                        + segment("loyal", "{in: buyers}")
                        + segment("same", count(1))
                        + segment("joined", "{any: [" + count(1) + ", " + count(3) + "]}"));
        Random random = new Random(SEED);
        StringBuilder rows = new StringBuilder("who,at,id,micros\n");
        for (int i = 0; i < 300; i++) {
            rows.append("c%d,%s,o%d,5000000\n"
                    .formatted(random.nextInt(60), BEGIN.plusSeconds(random.nextInt(5_000_000)), i));
        }
        Files.writeString(folder.resolve("events.csv"), rows);
    }

    private static String count(int times) {
        return "{aggregate: {event: purchase, fn: count, over: 30d, is: '>= %d'}}".formatted(times);
    }

    private static String segment(String id, String when) {
        return "---\n{kind: Segment, id: %s, owner: me@shop, title: T, when: %s}\n".formatted(id, when);
    }

    /** Rows of who belongs, by a dry-run of one folder alone. */
    private Set<String> members(String definitions) throws Exception {
        Path out = folder.resolve(definitions + ".csv");
        assertThat(run(definitions, "--out", out.toString(), "--json").has("against"))
                .isFalse();
        return new TreeSet<>(Files.readAllLines(out));
    }

    private static Set<String> only(String prefix, Set<String> these, Set<String> others) {
        return these.stream()
                .filter(row -> row.startsWith(prefix) && !others.contains(row))
                .collect(Collectors.toSet());
    }

    private JsonNode run(String definitions, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "dry-run",
                folder.resolve(definitions).toString(),
                "--events",
                folder.resolve("events.csv").toString(),
                "--mapping",
                "src/test/resources/orders-mapping.yaml",
                "--as-of",
                String.join(",", AS_OF)));
        words.addAll(List.of(options));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Makolet.run(new PrintWriter(out, true), new PrintWriter(err, true), words.toArray(String[]::new));
        assertThat(exit).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }
}
