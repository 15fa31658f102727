package io.makolet.local;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Tells people at a terminal what becomes of the parts of a system, a line each. */
public final class ConsoleProgress implements Progress {

    private final PrintWriter out;
    private final long begin = System.nanoTime();

    /** @param out takes the lines */
    public ConsoleProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void ready(String part, String address, Duration sinceStart) {
        line("%-10s %-44s %5.1f s", part, address, sinceStart.toMillis() / 1e3);
    }

    @Override
    public void stopped(String part) {
        line("%-10s stopped", part);
    }

    @Override
    public void notice(String part, String message) {
        line("%-10s %s", part, message);
    }

    /** All parts answer. */
    public void up(Endpoints at) {
        line(
                "ready in %.1f s: gRPC %s, HTTP %s, Kafka %s, registry %s, job metrics %s",
                (System.nanoTime() - begin) / 1e9, at.grpc(), at.http(), at.kafka(), at.registry(), at.jobMetrics());
    }

    /** All parts are stopped. */
    public void down() {
        line("stopped");
    }

    private synchronized void line(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }
}
