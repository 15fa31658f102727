package io.makolet.local.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.makolet.definitions.DefinitionFiles;
import io.makolet.definitions.Drafts;
import io.makolet.local.Makolet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cut points of a real shop's customers against sorting them all. */
class CutPointsCommandTest {

    private static final Path EXAMPLE = Path.of("../examples/online-retail");
    private static final String CUT_POINTS = """
            kind: CutPoints
            id: spend
            owner: crm@shop.example      # stays as it is
            as_of: 2010-12-31
            customers: 1
            of: {aggregate: {event: purchase, fn: sum, of: amount}}
            points:
              20: 1
              50: 2
              90: 3.5
            ---
            kind: CutPoints
            id: orders
            as_of: 2010-12-31
            customers: 1
            of: {aggregate: {event: purchase, fn: count}}
            points: {20: 1, 80: 2}
            ---
            kind: CutPoints
            id: last_order
            as_of: 2010-12-31
            customers: 1
            of: {recency: {event: purchase}}
            points: {40: 1d, 60: 2d}
            """;

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void divideAsSortingDoes() throws IOException {
        Files.writeString(folder.resolve("cut-points.yaml"), CUT_POINTS);
        assertThat(run("--json")).as(err.toString()).isZero();
        JsonNode found = new ObjectMapper().readTree(out.toString()).path("cut_points");
        Map<String, Long> spent = new HashMap<>();
        Map<String, Long> orders = new HashMap<>();
        readOrders(spent, orders);
        JsonNode spend = found.path(0);
        assertThat(spend.path("customers").asInt()).isEqualTo(spent.size());
        assertThat(spend.path("rank_error").asDouble()).isZero();
        for (int percentile : new int[] {20, 50, 90}) {
            assertThat(spend.path("points").path(String.valueOf(percentile)).asDouble())
                    .isEqualTo(sorted(spent.values(), percentile) / 1_000.0);
        }
        for (int percentile : new int[] {20, 80}) {
            assertThat(found.path(1)
                            .path("points")
                            .path(String.valueOf(percentile))
                            .asLong())
                    .isEqualTo(sorted(orders.values(), percentile));
        }
        assertThat(found.path(2).path("unit").asText()).isEqualTo("milliseconds");
    }

    @Test
    void printsDocumentsThatCanBePublished() throws IOException {
        Files.writeString(folder.resolve("cut-points.yaml"), CUT_POINTS);
        assertThat(run()).as(err.toString()).isZero();
        assertThat(out.toString())
                .startsWith("kind: CutPoints\nid: spend\nowner: crm@shop.example      # stays as it is\n"
                        + "as_of: 2011-06-30T00:00:00Z\ncustomers: ")
                .doesNotContain("---\n---")
                .containsPattern("points: \\{40: \\d+[dh], 60: \\d+[dh]\\}");
        Files.writeString(folder.resolve("cut-points.yaml"), out.toString());
        assertThat(DefinitionFiles.load(folder))
                .isInstanceOfSatisfying(
                        Drafts.class,
                        drafts -> assertThat(drafts.measurements())
                                .extracting(measurement -> measurement.id() + " " + measurement.percentiles())
                                .containsExactly("spend [20, 50, 90]", "orders [20, 80]", "last_order [40, 60]"));
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        Files.writeString(
                folder.resolve("events.yaml"), "{kind: Events, id: own, types: {visit: {topic: clickstream}}}\n");
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("no document of kind CutPoints in " + folder + ", expected at least one");
    }

    private int run(String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "cut-points",
                folder.toString(),
                "--events",
                EXAMPLE.resolve("data/orders.csv.gz").toString(),
                "--mapping",
                EXAMPLE.resolve("mapping.yaml").toString(),
                "--as-of",
                "2011-06-30T00:00:00"));
        arguments.addAll(List.of(options));
        return Makolet.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new));
    }

    /** Of each customer, how much was ordered (thousandths) and how often. Those who only cancelled spent nothing. */
    private static void readOrders(Map<String, Long> spent, Map<String, Long> orders) throws IOException {
        try (BufferedReader rows = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(EXAMPLE.resolve("data/orders.csv.gz"))),
                StandardCharsets.UTF_8))) {
            rows.lines().skip(1).map(row -> row.split(",", -1)).forEach(row -> {
                if (row[0].compareTo("2011-06-30 00:00:00") <= 0) {
                    boolean purchase = row[2].equals("purchase");
                    spent.merge(row[1], purchase ? Long.parseLong(row[4]) : 0, Long::sum);
                    orders.merge(row[1], purchase ? 1L : 0L, Long::sum);
                }
            });
        }
    }

    /** The least value that at least so many percent do not exceed. */
    private static long sorted(Collection<Long> values, int percentile) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.ceil(percentile / 100.0 * sorted.size()) - 1);
    }
}
