package io.makolet.benchmarks;

import io.makolet.domain.event.Event;

/** Product views at a steady rate, an open loop; some of them are looked for by a probe. Not thread-safe. */
final class WatchedTraffic {

    private static final double WARM_UP_SLICE_SECONDS = 5;

    private final SiteTraffic site;
    private final double perSecond;
    private final long sampleEvery;

    WatchedTraffic(SiteTraffic site, double perSecond, double sampledPerSecond) {
        this.site = site;
        this.perSecond = perSecond;
        this.sampleEvery = Math.max(1, Math.round(perSecond / sampledPerSecond));
    }

    /** Sends for a time, and returns how it kept its pace. */
    Pace run(double seconds, ReadProbe probe, boolean counted) {
        Pace pace = new Pace(perSecond);
        pace.run(seconds, (n, due) -> {
            Event event = site.view();
            if (n % sampleEvery == 0) {
                probe.watch(event.customerId(), event.id(), event.time(), due, counted);
            }
        });
        return pace;
    }

    /** Sends until the compilers of the measured machines have settled; returns the seconds that took. */
    double warmUp(Target target, double leastSeconds, ReadProbe probe) {
        WarmUp compiler = new WarmUp(target.processes());
        double slice = Math.min(WARM_UP_SLICE_SECONDS, leastSeconds);
        double seconds = 0;
        double busy;
        do {
            run(slice, probe, false);
            seconds += slice;
            busy = compiler.busy();
        } while (!WarmUp.over(seconds, leastSeconds, busy));
        return seconds;
    }
}
