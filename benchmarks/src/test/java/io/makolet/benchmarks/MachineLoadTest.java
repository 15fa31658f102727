package io.makolet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineLoadTest {

    @Test
    void doesNotTakeThisProcessForForeignLoad() throws Exception {
        MachineLoad load = new MachineLoad(List.of(ProcessHandle.current().pid()));
        long begin = System.nanoTime();
        Duration used = used();
        long spins = 0;
        while (System.nanoTime() < begin + 500_000_000L) {
            spins++;
        }
        double elapsed = (System.nanoTime() - begin) * Runtime.getRuntime().availableProcessors();
        double ours = used().minus(used).toNanos() / elapsed;
        MachineLoad.Share share = load.share();

        assertThat(spins).isPositive();
        assertThat(ours).isPositive();
        // Together they can't be more than the machine, but for the coarse ticks in which Linux counts.
        assertThat(share.foreign() + share.stolen() + ours).isLessThan(1.15);
    }

    private static Duration used() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    @Test
    void saysWhereANumberComesFrom() {
        Provenance here = Provenance.here("./makolet bench freshness");

        assertThat(here.machine()).contains(" x ").contains("GB");
        assertThat(here.jdk()).isNotEmpty();
        assertThat(here.commit()).matches("unknown|[0-9a-f]{40}(\\+changes)?");
    }
}
