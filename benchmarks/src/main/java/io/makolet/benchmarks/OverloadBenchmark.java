package io.makolet.benchmarks;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What does a node do when twice and three times as much is asked as it can answer? How much of what it answers is in
 * time, how soon is all as before, and do mailers hold up websites? The node has one processor, who asks another.
 */
public final class OverloadBenchmark {

    /** What the node counts, by name of the metric as Prometheus has it; summed over its labels. */
    public interface Counts {
        /** Its value now. */
        double of(String metric) throws Exception;
    }

    private static final String GAVE_UP = "makolet_serving_gave_up_total";
    private static final List<Double> FACTORS = List.of(2.0, 3.0);
    private static final double CALM = 0.5;
    private static final int PATIENCE_MILLIS = 50;
    private static final int MAILERS = 4;
    /** Latencies are as they were when a 99th percentile is at most so many times what it was, or a millisecond. */
    private static final double AS_BEFORE = 2;

    private final ReadPeers peers;
    private final Counts counts;
    private final ReadVsEchoBenchmark.Settings settings;
    private final Consumer<String> out;
    private final Asking asking;

    /** @param out takes lines that say how far it is */
    public OverloadBenchmark(
            ReadPeers peers, Counts counts, ReadVsEchoBenchmark.Settings settings, Consumer<String> out) {
        this.peers = peers;
        this.counts = counts;
        this.settings = settings;
        this.out = out;
        this.asking = new Asking(settings.customers(), settings.customers(), 3);
    }

    /** Measures. */
    public OverloadReport run(String command) throws Exception {
        ManagedChannel mail = ManagedChannelBuilder.forAddress(
                        "127.0.0.1", peers.node().port())
                .usePlaintext()
                .directExecutor()
                .build();
        try (ServedShop shop = ServedShop.open(peers, settings.customers(), out);
                Callers callers = new Callers(peers.node().port(), ReadVsEchoBenchmark.METHOD, PATIENCE_MILLIS)) {
            out.accept("warming up");
            WarmUp.until(peers.node().processes(), settings.warmUpSeconds(), () -> {
                callers.most(asking, settings.seconds());
                Mailers mailers = new Mailers(mail, settings.customers(), MAILERS);
                Pace.pause(settings.seconds());
                mailers.end();
            });
            double loopBefore = HostSpeed.loopMillis();
            MachineLoad load = new MachineLoad(peers.processes());
            List<Double> most = new ArrayList<>();
            List<List<Callers.Outcome>> loads = FACTORS.stream()
                    .map(factor -> (List<Callers.Outcome>) new ArrayList<Callers.Outcome>())
                    .toList();
            double gaveUp = counts.of(GAVE_UP);
            for (int pair = 0; pair < settings.pairs(); pair++) {
                double peak = callers.most(asking, settings.seconds());
                most.add(peak);
                for (int i = 0; i < FACTORS.size(); i++) {
                    loads.get(i).add(all(callers, FACTORS.get(i) * peak, settings.seconds()));
                }
                out.accept(String.format(
                        Locale.ROOT, "%.0f answers a second at most; pair %d of %d", peak, pair + 1, settings.pairs()));
            }
            gaveUp = counts.of(GAVE_UP) - gaveUp;
            double peak = Ratios.median(most);
            out.accept("until all is as before");
            Callers.Outcome calm = all(callers, CALM * peak, stepSeconds());
            List<OverloadReport.Step> steps = new ArrayList<>();
            for (int i = 0; i < FACTORS.size(); i++) {
                all(callers, FACTORS.get(i) * peak, settings.seconds());
                double normal = normalAfter(callers.ask(asking, CALM * peak, stepSeconds()), calm);
                steps.add(step(FACTORS.get(i), loads.get(i), most, normal));
            }
            double late = 0;
            double inTime = 0;
            for (List<Callers.Outcome> turns : loads) {
                late += Callers.Outcome.all(turns).late;
                inTime += Callers.Outcome.all(turns).inTime();
            }
            double inVain = Math.max(0, late - gaveUp) / Math.max(1, inTime);
            out.accept("websites beside mailers");
            OverloadReport.Web web = web(callers, mail, peak);
            double foreign = load.share().foreign();
            HostSpeed host = new HostSpeed(loopBefore, HostSpeed.loopMillis());
            List<String> reasons =
                    ReadTurns.reasons(foreign, host, 0, shop.feed().failure());
            return new OverloadReport(
                    "overload",
                    Math.round(peak),
                    PATIENCE_MILLIS,
                    Latencies.of(calm.nanos),
                    steps,
                    rounded(inVain),
                    web,
                    settings.customers(),
                    !reasons.isEmpty(),
                    reasons,
                    Math.round(foreign * 1000) / 1000.0,
                    host,
                    Provenance.here(command));
        } finally {
            mail.shutdownNow();
        }
    }

    private Callers.Outcome all(Callers callers, double perSecond, double seconds) throws IOException {
        return Callers.Outcome.all(callers.ask(asking, perSecond, seconds));
    }

    /** How long each of the single turns takes. */
    private double stepSeconds() {
        return 2.5 * settings.seconds();
    }

    private OverloadReport.Step step(double factor, List<Callers.Outcome> turns, List<Double> most, double normal) {
        double seconds = settings.seconds();
        List<Double> goodputs = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            goodputs.add(turns.get(i).inTime() / seconds / most.get(i));
        }
        Callers.Outcome all = Callers.Outcome.all(turns);
        double allSeconds = seconds * turns.size();
        return new OverloadReport.Step(
                factor,
                Math.round(all.due / allSeconds),
                Ratios.of(goodputs),
                Math.round(all.late / allSeconds),
                Math.round(all.turnedAway / allSeconds),
                Math.round(all.failed / allSeconds),
                Latencies.of(all.nanos),
                normal);
    }

    /** Seconds until calls are answered in the time that they were before, and from then on. */
    private static double normalAfter(List<Callers.Outcome> windows, Callers.Outcome calm) {
        double bound = Math.max(1e6, AS_BEFORE * calm.nanos.getValueAtPercentile(99));
        int from = 0;
        for (int i = 0; i < windows.size(); i++) {
            Callers.Outcome window = windows.get(i);
            boolean normal = window.inTime() == window.due && window.nanos.getValueAtPercentile(99) <= bound;
            from = normal ? from : i + 1;
        }
        return from < windows.size() ? from * Callers.windowSeconds() : -1;
    }

    private OverloadReport.Web web(Callers callers, ManagedChannel channel, double peak) throws IOException {
        Mailers mailers = new Mailers(channel, settings.customers(), MAILERS);
        Pace.pause(stepSeconds());
        double alone = mailers.end();
        mailers = new Mailers(channel, settings.customers(), MAILERS);
        Callers.Outcome beside = all(callers, CALM * peak, stepSeconds());
        double mailed = mailers.end();
        mailers = new Mailers(channel, settings.customers(), MAILERS);
        Callers.Outcome twice = all(callers, 2 * peak, stepSeconds());
        mailers.end();
        return new OverloadReport.Web(
                Math.round(alone),
                Math.round(mailed),
                rounded((double) beside.inTime() / beside.due),
                Latencies.of(beside.nanos),
                rounded(twice.inTime() / stepSeconds() / peak));
    }

    private static double rounded(double share) {
        return Math.round(share * 1000) / 1000.0;
    }
}
