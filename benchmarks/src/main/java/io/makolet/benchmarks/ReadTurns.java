package io.makolet.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** One server under one kind of question, turn by turn, each on connections of its own: idle ones are ended. */
final class ReadTurns {

    private static final double MICROS = 1e6;

    private final ReadPeers.Peer peer;
    private final Asking asking;
    private final String method;
    private final List<Double> micros = new ArrayList<>();
    private final List<Double> perSecond = new ArrayList<>();
    private final List<Double> p99s = new ArrayList<>();
    private final Histogram nanos = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    private long failed;
    private String last = "";

    ReadTurns(ReadPeers.Peer peer, String method, Asking asking) {
        this.peer = peer;
        this.asking = asking;
        this.method = method;
    }

    /** A turn at full load that does not count. */
    void warmUp(double seconds) throws IOException {
        closed(seconds);
    }

    /** A turn at a steady rate that does not count: whoever asks has to be compiled, too. */
    void warmUpSteady(double rate, double seconds) throws IOException {
        open(rate, seconds);
    }

    /** Why numbers mean nothing; empty where they do. */
    static List<String> reasons(double foreign, HostSpeed host, long failed, @Nullable Exception failure) {
        List<String> reasons = DeadlineBenchmark.reasons(foreign, host, 0, failure);
        if (failed > 0) {
            reasons.add(failed + " calls were not answered, expected none");
        }
        return reasons;
    }

    /** A turn at full load: what an answer costs. */
    void full(double seconds) throws IOException {
        double before = ProcessTime.seconds(peer.processes());
        ReadDriver.Asked asked = closed(seconds);
        double used = ProcessTime.seconds(peer.processes()) - before;
        micros.add(used / asked.answers() * MICROS);
        perSecond.add(asked.perSecond());
        failed += asked.failed();
        last = String.format(Locale.ROOT, "%.1f us", lastMicros());
    }

    /** A turn at a steady rate: how long answers take. */
    void steady(double rate, double seconds) throws IOException {
        ReadDriver.Asked asked = open(rate, seconds);
        p99s.add((double) asked.nanos().getValueAtPercentile(99));
        nanos.add(asked.nanos());
        last = String.format(Locale.ROOT, "p99 %.2f ms", p99s.get(p99s.size() - 1) / MICROS);
        failed += asked.failed();
    }

    /** What the last turn came to, for people. */
    String last() {
        return last;
    }

    /** Answers a second at full load, the median of the turns. */
    double perSecond() {
        return Ratios.median(perSecond);
    }

    /** Processor time of an answer in the last turn at full load, microseconds. */
    double lastMicros() {
        return micros.get(micros.size() - 1);
    }

    long failed() {
        return failed;
    }

    /** Costs of the turns over those of another's. */
    Ratios costOver(ReadTurns other) {
        return over(micros, other.micros);
    }

    /** 99th percentiles of the turns over those of another's. */
    Ratios latencyOver(ReadTurns other) {
        return over(p99s, other.p99s);
    }

    ReadVsEchoReport.Of of() {
        return new ReadVsEchoReport.Of(
                Math.round(Ratios.median(micros) * 100) / 100.0, Math.round(perSecond()), Latencies.of(nanos));
    }

    private static Ratios over(List<Double> ours, List<Double> others) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(ours.get(i) / others.get(i));
        }
        return Ratios.of(ratios);
    }

    private ReadDriver.Asked open(double rate, double seconds) throws IOException {
        try (ReadDriver driver = new ReadDriver(peer.port(), method)) {
            return driver.open(asking, rate, seconds);
        }
    }

    private ReadDriver.Asked closed(double seconds) throws IOException {
        try (ReadDriver driver = new ReadDriver(peer.port(), method)) {
            return driver.closed(asking, seconds);
        }
    }
}
