package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.benchmarks.JobStateBenchmark;
import io.makolet.benchmarks.JobStateReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job-state benchmark, small: what it says must make sense, not be fast. */
class JobStateIT {

    private static final JobStateBenchmark.Settings SMALL = new JobStateBenchmark.Settings(2_000, 100, 2_000, 4_000, 1);

    @TempDir
    private Path folder;

    @Test
    void tellsTheSameWithAndWithoutTheCacheAndCountsWhatItSaves() throws Exception {
        JobStateReport report;
        try (TrialCluster job = TrialCluster.start(folder)) {
            report = new JobStateBenchmark(job, SMALL, line -> {}).run("test");
        }

        assertThat(report.differing()).isZero();
        assertThat(report.traffic())
                .extracting(JobStateReport.UnderTraffic::traffic)
                .containsExactly("visits", "anybody");
        for (JobStateReport.UnderTraffic traffic : report.traffic()) {
            List<JobStateReport.Of> variants = traffic.variants();
            assertThat(variants).extracting(JobStateReport.Of::logic).containsExactly("cached", "plain", "none");
            JobStateReport.Of cached = variants.get(0);
            JobStateReport.Of plain = variants.get(1);
            JobStateReport.Of none = variants.get(2);
            assertThat(cached.misses()).isPositive().isLessThan(1);
            assertThat(cached.writes()).isPositive().isLessThan(1);
            assertThat(plain.reads()).isGreaterThanOrEqualTo(1);
            assertThat(plain.writes()).isGreaterThanOrEqualTo(1);
            assertThat(cached.flips()).isPositive().isEqualTo(plain.flips());
            // Where a state was read, the leases of its memberships are computed once more.
            assertThat(cached.leaves()).isPositive().isLessThanOrEqualTo(plain.leaves());
            assertThat(cached.views()).isGreaterThanOrEqualTo(1).isEqualTo(plain.views());
            assertThat(cached.stateBytes()).isPositive();
            assertThat(none.reads() + none.writes() + none.flips()).isZero();
            assertThat(variants).allSatisfy(of -> assertThat(of.micros()).isPositive());
        }
        assertThat(report.ratios())
                .containsOnlyKeys(
                        "visits_none_over_cached",
                        "visits_plain_over_cached",
                        "anybody_none_over_cached",
                        "anybody_plain_over_cached");
    }
}
