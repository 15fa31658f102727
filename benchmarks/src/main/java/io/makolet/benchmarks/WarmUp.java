package io.makolet.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * How busy the compilers of Java machines are, as Linux counts their threads. What is measured while they are busy is the
 * compilers.
 */
final class WarmUp {

    /** Not more than that share of one processor: the machines run what they have compiled. */
    static final double SETTLED = 0.1;

    /** However busy they still are, a warm-up ends then. */
    static final double MOST_SECONDS = 300;

    private static final int USER_TIME = 11;
    private static final double TICK_SECONDS = 0.01;

    private final List<Path> tasks;
    private long ticks;
    private long nanos;

    /** @param processes of the Java machines */
    WarmUp(Collection<Long> processes) {
        tasks = processes.stream()
                .map(process -> Path.of("/proc", Long.toString(process), "task"))
                .toList();
        busy();
    }

    /** Share of one processor that the compilers took since the last call, or since the beginning. */
    double busy() {
        long nowTicks = tasks.stream().mapToLong(WarmUp::compilerTicks).sum();
        long nowNanos = System.nanoTime();
        double share = (nowTicks - ticks) * TICK_SECONDS / Math.max(1e-9, (nowNanos - nanos) / 1e9);
        ticks = nowTicks;
        nanos = nowNanos;
        return Math.max(0, share);
    }

    /** Work that warms up. */
    interface Work {
        void some() throws Exception;
    }

    /**
     * Works, some at a time, until the compilers have settled.
     *
     * @param processes of the Java machines
     * @param least seconds that it lasts; 0 for only some work
     */
    static void until(Collection<Long> processes, double least, Work work) throws Exception {
        HostSpeed.warmUp();
        WarmUp compilers = new WarmUp(processes);
        long start = System.nanoTime();
        do {
            work.some();
        } while (least > 0 && !over((System.nanoTime() - start) / 1e9, least, compilers.busy()));
    }

    /** Is a warm-up over that lasted so long, and at least so long as it must, with the compilers so busy at its end? */
    static boolean over(double seconds, double least, double busy) {
        return seconds >= least && (busy <= SETTLED || seconds >= MOST_SECONDS);
    }

    private static long compilerTicks(Path folder) {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> threads = Files.list(folder)) {
            return threads.mapToLong(WarmUp::ticksIfCompiler).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long ticksIfCompiler(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            int end = stat.lastIndexOf(')');
            String name = stat.substring(stat.indexOf('(') + 1, end);
            if (!name.startsWith("C1 Compiler") && !name.startsWith("C2 Compiler")) {
                return 0;
            }
            String[] fields = stat.substring(end + 2).split(" ", -1);
            return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
        } catch (IOException e) {
            // The thread ended meanwhile.
            return 0;
        }
    }
}
