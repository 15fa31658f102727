package io.makolet.benchmarks;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * How busy the compiler of this Java machine is. What is measured while it is busy is the compiler: on two processors it
 * takes a third of them for minutes.
 */
final class WarmUp {

    /** Not more than that share of one processor: the machine runs what it has compiled. */
    static final double SETTLED = 0.08;

    /** However busy it still is, a warm-up ends then. */
    static final double MOST_SECONDS = 300;

    private final @Nullable CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    private long compiledMillis;
    private long sinceNanos;

    WarmUp() {
        busy();
    }

    /** Share of one processor that compiled since the last call, or since the beginning. */
    double busy() {
        long compiled = compiler == null ? 0 : compiler.getTotalCompilationTime();
        long now = System.nanoTime();
        double share = (compiled - compiledMillis) * 1e6 / Math.max(1, now - sinceNanos);
        compiledMillis = compiled;
        sinceNanos = now;
        return share;
    }

    /** Is a warm-up over that lasted so long, and at least so long as it must, with the compiler so busy at its end? */
    static boolean over(double seconds, double least, double busy) {
        return seconds >= least && (busy <= SETTLED || seconds >= MOST_SECONDS);
    }
}
