package io.makolet.local.replay;

import io.makolet.domain.event.Event;
import io.makolet.local.replay.mapping.EventFile;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A stream of events as an unkind world delivers it: some come late, some twice. The same seed gives the same stream, no
 * matter where it is begun.
 */
final class Disorder implements Closeable {

    /** Late duplicates come within the default lateness. */
    private static final long DUPLICATE_DELAY_MILLIS = Duration.ofHours(1).toMillis();

    /**
     * An event to be sent.
     *
     * @param completeThrough every event up to this instant was delivered before this one, or is this one's original
     */
    record Delivery(Event event, long completeThrough) {}

    private record Waiting(Event event, long due, long number) {}

    private final EventFile.Events source;
    private final double duplicates;
    private final long shuffleMillis;
    private final long seed;
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Waiting::due).thenComparingLong(Waiting::number));
    private long number;
    private long reached = Long.MIN_VALUE;
    private boolean ended;

    /**
     * @param duplicates share of events that come twice, 0 to 1
     * @param shuffle the longest time by which an event may come late
     */
    Disorder(EventFile.Events source, double duplicates, Duration shuffle, long seed) {
        this.source = source;
        this.duplicates = duplicates;
        this.shuffleMillis = shuffle.toMillis();
        this.seed = seed;
    }

    /** The next delivery, or null at the end. */
    @Nullable
    Delivery next() throws IOException {
        while (!ended && (waiting.isEmpty() || waiting.element().due() >= reached)) {
            Event event = source.next();
            if (event == null) {
                ended = true;
            } else {
                reached = event.time();
                add(event);
            }
        }
        Waiting next = waiting.poll();
        return next == null ? null : new Delivery(next.event(), next.due() - shuffleMillis - 1);
    }

    private void add(Event event) {
        SplittableRandom random = new SplittableRandom(seed * 31 + event.id().hashCode());
        long due = event.time() + (shuffleMillis == 0 ? 0 : random.nextLong(shuffleMillis + 1));
        waiting.add(new Waiting(event, due, number++));
        if (random.nextDouble() < duplicates) {
            waiting.add(new Waiting(event, due + random.nextLong(DUPLICATE_DELAY_MILLIS + 1), number++));
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
