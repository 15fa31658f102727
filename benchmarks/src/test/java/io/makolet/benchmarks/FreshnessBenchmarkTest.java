package io.makolet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FreshnessBenchmarkTest {

    private static final HostSpeed STEADY = new HostSpeed(20, 21);

    private final FreshnessBenchmark benchmark = new FreshnessBenchmark(
            new Target("127.0.0.1:9", "http://127.0.0.1:9", Path.of("schemas"), "127.0.0.1:9", List.of()),
            FreshnessBenchmark.Settings.STANDARD,
            line -> {});

    @Test
    void holdsOnAQuietMachine() {
        assertThat(benchmark.reasons(0.02, 0, 1999.9, 0.4, 0, STEADY, null)).isEmpty();
    }

    @Test
    void isVoidForEveryReasonThatSpoilsIt() {
        assertThat(benchmark.reasons(
                        0.3, 0.05, 1500, 12, 3, new HostSpeed(20, 44), new IllegalStateException("too large")))
                .containsExactly(
                        "others used 30 % of the machine, expected at most 10 %",
                        "the host took away 5 % of the machine, expected at most 2 %",
                        "the rate was 1500/s, expected 2000/s",
                        "1 % of events were sent more than 12.0 ms late, expected at most 5 ms",
                        "the host ran a fixed loop in 20 ms before and 44 ms after, expected at most 1.5 times as long",
                        "3 events did not show within ten seconds, expected none",
                        "the log refused an event: too large");
    }

    @Test
    void warmsUpUntilTheCompilerHasSettled() {
        assertThat(WarmUp.over(55, 60, 0)).isFalse();
        assertThat(WarmUp.over(60, 60, 0.3)).isFalse();
        assertThat(WarmUp.over(60, 60, 0.01)).isTrue();
        assertThat(WarmUp.over(WarmUp.MOST_SECONDS, 60, 0.3)).isTrue();
    }

    @Test
    void writesTheReportAsItIsAgreed() throws Exception {
        Latencies latencies = new Latencies(5.1, 20.2, 30.3, 40.4, 6000);
        FreshnessReport report = new FreshnessReport(
                "freshness",
                latencies,
                latencies,
                Map.of("p50", 1.0),
                2000,
                20_000,
                60,
                0,
                false,
                List.of(),
                0.01,
                0.2,
                75,
                0.04,
                STEADY,
                new Provenance("machine", "17", "commit", "command"));

        JsonNode json = new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(report));

        assertThat(json.at("/freshness_ms/p999").asDouble()).isEqualTo(30.3);
        assertThat(json.at("/floor_ms/p99").asDouble()).isEqualTo(20.2);
        assertThat(json.get("void").isBoolean()).isTrue();
        assertThat(json.fieldNames())
                .toIterable()
                .contains("name", "rate", "ratios", "machine", "jdk", "commit", "command");
    }
}
