package io.makolet.domain.segment;

import io.makolet.domain.definition.Backfill;
import io.makolet.domain.definition.Definition.Status;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The aggregates and sequences whose past is still being read in: what happens from now on is kept of them, but nothing may
 * be read of it yet. Immutable.
 */
public final class Warming {

    /** All that is kept is complete. */
    public static final Warming NONE = of(Set.of());

    private final Map<Long, Integer> numbers;
    private final Map<Integer, Set<Long>> done;

    private Warming(Map<Long, Integer> numbers, Map<Integer, Set<Long>> done) {
        this.numbers = Map.copyOf(numbers);
        this.done = Map.copyOf(done);
    }

    /** As the backfills say; of several for one aggregate, the latest counts. */
    public static Warming of(Collection<Backfill> backfills) {
        Map<Long, Integer> numbers = new HashMap<>();
        Map<Integer, Set<Long>> done = new HashMap<>();
        backfills.stream().sorted(Comparator.comparingInt(Backfill::number)).forEach(backfill -> {
            if (backfill.status() == Status.WARMING) {
                backfill.ids().forEach(id -> numbers.put(id, backfill.number()));
            } else {
                numbers.keySet().removeAll(backfill.ids());
            }
            if (backfill.status() == Status.LIVE) {
                done.put(backfill.number(), backfill.ids());
            }
        });
        return new Warming(numbers, done);
    }

    /** Is the past of what is kept under an id still being read in? */
    public boolean contains(long id) {
        return numbers.containsKey(id);
    }

    /** Is it read in by the backfill of a number? */
    public boolean isReadBy(int number, long id) {
        return numbers.getOrDefault(id, 0) == number;
    }

    /** Numbers of the backfills that read. */
    public Set<Integer> numbers() {
        return Set.copyOf(numbers.values());
    }

    /** Of the backfills that have read everything: what they read it for, by number. */
    Map<Integer, Set<Long>> done() {
        return done;
    }

    /** Those that are among some ids. */
    Warming among(Set<Long> ids) {
        Map<Long, Integer> some = new HashMap<>(numbers);
        some.keySet().retainAll(ids);
        return new Warming(some, done);
    }
}
