package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.benchmarks.DeadlineBenchmark;
import io.makolet.benchmarks.DeadlineReport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The deadline benchmark, small: everybody leaves once, nobody is served as a member after it. */
@Tag("faults")
class DeadlineIT {

    private static final DeadlineBenchmark.Settings SMALL =
            new DeadlineBenchmark.Settings(20_000, 1, 100, 1_000, 20, 1, 3, 120);

    @Test
    void allLeaveAtOnceAndReadsAreRightMeanwhile() throws Exception {
        DeadlineReport report = DeadlineBench.run(SMALL, "test", line -> {});

        assertThat(report.left()).isEqualTo(SMALL.members());
        assertThat(report.failedCheckpoints()).isZero();
        assertThat(report.reads()).isPositive();
        assertThat(report.wrong()).isZero();
        assertThat(report.before().samples()).isPositive();
        assertThat(report.meanwhile().samples()).isPositive();
    }
}
