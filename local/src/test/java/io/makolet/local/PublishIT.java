package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.benchmarks.PublishBenchmark;
import io.makolet.benchmarks.PublishReport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The benchmark of publishing, small: all members enter once, nobody is told a wrong membership. */
@Tag("faults")
class PublishIT {

    private static final PublishBenchmark.Settings SMALL =
            new PublishBenchmark.Settings(20_000, 200, 1_000, 20, 1, 3, 120, 0);

    @Test
    void becomesLiveForAllAndReadsAreRightMeanwhile() throws Exception {
        check(PublishBench.run(SMALL, "test", line -> {}));
    }

    @Test
    void becomesLiveForAllWhenItsPastHasBeenReadIn() throws Exception {
        check(PublishBench.run(SMALL.withPast(5_000), "test", line -> {}));
    }

    private static void check(PublishReport report) {
        assertThat(report.entered()).isEqualTo(report.members()).isEqualTo(1_000);
        assertThat(report.failedCheckpoints()).isZero();
        assertThat(report.reads()).isPositive();
        assertThat(report.wrong()).isZero();
        assertThat(report.before().samples()).isPositive();
        assertThat(report.meanwhile().samples()).isPositive();
    }
}
