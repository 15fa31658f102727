package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.benchmarks.OverloadReport;
import io.makolet.benchmarks.Ratios;
import io.makolet.benchmarks.ReadVsEchoBenchmark;
import io.makolet.benchmarks.ReadVsEchoReport;
import io.makolet.benchmarks.ReadVsRedisReport;
import io.makolet.benchmarks.StreamVsUnaryReport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The benchmarks of reads, small: all are answered, and what they say makes sense. */
@Tag("faults")
class ReadIT {

    private static final ReadVsEchoBenchmark.Settings SMALL =
            new ReadVsEchoBenchmark.Settings(2_000, 100, 1, 0.3, 0, 200);

    @Test
    void comparesANodeWithAnEcho() throws Exception {
        ReadVsEchoReport report = ReadBench.run(SMALL, "test", line -> {});

        assertThat(report.failed()).isZero();
        assertThat(report.answerBytes()).isGreaterThan(500);
        assertThat(report.views()).isPositive();
        assertThat(report.servers())
                .containsOnlyKeys("echo", "hot", "any", "hot_beside_views", "any_beside_views")
                .allSatisfy((name, of) -> {
                    assertThat(of.micros()).isPositive();
                    assertThat(of.latency().samples()).isPositive();
                });
        assertThat(report.ratios())
                .hasSize(8)
                .allSatisfy((name, ratio) ->
                        assertThat(ratio).extracting(Ratios::median).isNotEqualTo(0.0));
    }

    /** It asks both for the same customers before, and refuses to go on where they answer otherwise. */
    @Test
    void comparesANodeWithAServerOverRedis() throws Exception {
        ReadVsRedisReport report = ReadBench.runRedis(SMALL, "test", line -> {});

        assertThat(report.failed()).isZero();
        assertThat(report.servers())
                .containsOnlyKeys("makolet", "redis_fields", "redis_packed")
                .allSatisfy((name, of) -> {
                    assertThat(of.micros()).isPositive();
                    assertThat(of.latency().samples()).isPositive();
                });
        assertThat(report.ratios())
                .containsOnlyKeys("answers_fields", "p99_fields", "answers_packed", "p99_packed")
                .allSatisfy((name, ratio) -> assertThat(ratio.median()).isPositive());
    }

    /** Small as it is, it says nothing of how much; only that what is answered is answered in time. */
    @Test
    void answersInTimeWhateverIsAsked() throws Exception {
        ReadVsEchoBenchmark.Settings warm = new ReadVsEchoBenchmark.Settings(2_000, 100, 1, 0.5, 3, 0);
        OverloadReport report = ReadBench.runOverload(warm, "test", line -> {});

        assertThat(report.peak()).isPositive();
        assertThat(report.steps()).extracting(OverloadReport.Step::factor).containsExactly(2.0, 3.0);
        assertThat(report.steps()).allSatisfy(step -> {
            assertThat(step.goodput().median()).isPositive();
            assertThat(step.late() + step.turnedAway() + step.refused()).isPositive();
            assertThat(step.latency().p99()).isLessThan(report.patienceMillis() + 1.0);
        });
        assertThat(report.web().inTime()).isPositive();
        assertThat(report.web().mailBeside()).isPositive();
    }

    @Test
    void resumesAStreamThatWasBrokenOff() throws Exception {
        StreamVsUnaryReport report = ReadBench.runStreams(SMALL, "test", line -> {});

        assertThat(report.brokenAt()).isPositive();
        assertThat(report.missing()).isZero();
        assertThat(report.twice()).isZero();
        assertThat(report.wrong()).isZero();
        assertThat(report.streamMicros()).isPositive();
        assertThat(report.memoryAtMost()).isPositive();
        assertThat(report.besideSlow().median()).isPositive();
    }
}
