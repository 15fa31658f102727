package io.makolet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of processes, user and system, as Linux counts it. */
final class ProcessTime {

    private static final int USER_TIME = 11;
    private static final double TICK_SECONDS = 0.01;

    private ProcessTime() {}

    /** Hundredths of a second that a process took since it began, all its threads together; 0 if it is gone. */
    static long ticks(long process) throws IOException {
        Path stat = Path.of("/proc", Long.toString(process), "stat");
        if (!Files.exists(stat)) {
            return 0;
        }
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
    }

    /** Seconds that processes took since they began. */
    static double seconds(Iterable<Long> processes) throws IOException {
        long ticks = 0;
        for (long process : processes) {
            ticks += ticks(process);
        }
        return ticks * TICK_SECONDS;
    }
}
