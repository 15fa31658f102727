package io.makolet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What others do on this machine while something is measured, as Linux counts it: processor time that neither idled nor
 * went to this process, the measured processes or their children; and time the host took away.
 */
final class MachineLoad {

    /** Share of all processors, 0 to 1. */
    record Share(double foreign, double stolen) {}

    private record Reading(long total, long idle, long stolen, long ours) {}

    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    private static final int STEAL = 7;
    private static final int COUNTED = 8;

    private final Set<Long> ours;
    private Reading start;

    MachineLoad(Collection<Long> processes) throws IOException {
        ours = new HashSet<>(processes);
        ours.add(ProcessHandle.current().pid());
        for (long process : Set.copyOf(ours)) {
            ProcessHandle.of(process).ifPresent(handle -> {
                try (Stream<ProcessHandle> children = handle.descendants()) {
                    children.forEach(child -> ours.add(child.pid()));
                }
            });
        }
        start = read();
    }

    /** Since the last call, or the beginning. */
    Share share() throws IOException {
        Reading before = start;
        Reading now = read();
        start = now;
        double total = Math.max(1, now.total() - before.total());
        long stolen = now.stolen() - before.stolen();
        long busy = (now.total() - before.total()) - (now.idle() - before.idle()) - stolen;
        return new Share(Math.max(0, (busy - (now.ours() - before.ours())) / total), stolen / total);
    }

    private Reading read() throws IOException {
        String[] cpu = Files.readString(Path.of("/proc/stat"))
                .lines()
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/stat is empty"))
                .split("\\s+", -1);
        long total = 0;
        for (int i = 0; i < COUNTED; i++) {
            total += Long.parseLong(cpu[i + 1]);
        }
        long used = 0;
        for (long process : ours) {
            used += ProcessTime.ticks(process);
        }
        return new Reading(
                total,
                Long.parseLong(cpu[IDLE + 1]) + Long.parseLong(cpu[IO_WAIT + 1]),
                Long.parseLong(cpu[STEAL + 1]),
                used);
    }
}
