package io.makolet.local.demo;

import io.makolet.domain.event.Event;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * The endless stream of what a shop's customers do, in order of event time. Visits begin at random, as many per second as
 * the rate says; the same seed gives the same stream.
 */
final class Traffic {

    /** Visits that begin per second where no more are asked for: about ten events per second. */
    static final double VISITS_PER_SECOND = 1;

    private record Next(Event event, long number) {}

    private final Shoppers shoppers;
    private final Catalogue catalogue;
    private final double visitsPerMillisecond;
    private final SplittableRandom random;
    private final String name;
    private final PriorityQueue<Next> coming = new PriorityQueue<>(
            Comparator.comparingLong((Next next) -> next.event().time()).thenComparingLong(Next::number));
    private double nextVisit;
    private long visits;
    private long number;

    /**
     * @param startMillis event time from which it goes on, milliseconds UTC
     * @param times how many times the usual number of visits
     */
    Traffic(Shoppers shoppers, Catalogue catalogue, long startMillis, double times, long seed) {
        this.shoppers = shoppers;
        this.catalogue = catalogue;
        this.visitsPerMillisecond = VISITS_PER_SECOND * times / 1000;
        this.random = new SplittableRandom(seed);
        this.name = "live-" + Long.toString(startMillis, 36) + "-";
        this.nextVisit = startMillis + gap();
    }

    /** The next event. */
    Event next() {
        while (coming.isEmpty() || coming.element().event().time() >= nextVisit) {
            List<Event> visit =
                    Visit.events(shoppers.any(random), catalogue, name + visits++, (long) nextVisit, random.split());
            for (Event event : visit) {
                coming.add(new Next(event, number++));
            }
            nextVisit += gap();
        }
        return coming.remove().event();
    }

    private double gap() {
        return -Math.log(1 - random.nextDouble()) / visitsPerMillisecond;
    }
}
