package io.makolet.domain.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a customer's events for one sequence: the latest instants one by one, in order of time, so that a late
 * event corrects the past; what is older, folded per key to how far it had come. An event that is late even for that
 * begins a chain or forbids one, but completes none.
 */
public final class Trace {

    /** Instants kept one by one. */
    static final int EXACT = 256;

    /** Keys with folded events; of more, the one whose last event is oldest is dropped. */
    static final int MOST_KEYS = 256;

    private static final int MOST_STEPS = 16;

    private long[] times = new long[4];
    private long[] keys = new long[4];
    private int[] bits = new int[4];
    private int size;
    private final int steps;
    private long foldedThrough = Series.NONE;
    private final Map<Long, Chain> folded = new LinkedHashMap<>();

    Trace(int steps) {
        this.steps = steps;
    }

    /** Adds an event that matches the steps in {@code steps}, or the absence. */
    void add(long time, long key, int matched, SequencePlan plan) {
        if (foldedThrough == Series.NEVER) {
            return;
        }
        if (time <= foldedThrough) {
            chain(key).addLate(time, matched, plan);
            chain(key).keepEnds();
            boundKeys();
            return;
        }
        int at = size;
        while (at > 0 && (times[at - 1] > time || (times[at - 1] == time && keys[at - 1] > key))) {
            at--;
        }
        if (at > 0 && times[at - 1] == time && keys[at - 1] == key) {
            bits[at - 1] |= matched;
            return;
        }
        insert(at, time, key, matched);
        if (size > EXACT) {
            foldOldest(plan);
        }
    }

    /**
     * Adds all that another trace of the sequence keeps: as if its events had come to this one, in order of time, but that a
     * chain may be missed with steps in both of which one has folded events of its key.
     */
    void addAll(Trace other, SequencePlan plan) {
        if (foldedThrough == Series.NEVER) {
            return;
        }
        if (other.foldedThrough == Series.NEVER) {
            size = 0;
            folded.clear();
        }
        other.folded.forEach((key, chain) -> folded.merge(key, chain.copy(), Chain::join));
        foldedThrough = Math.max(foldedThrough, other.foldedThrough);
        int late = 0;
        while (late < size && times[late] <= foldedThrough) {
            fold(times[late], keys[late], bits[late], plan);
            late++;
        }
        drop(late);
        for (int i = 0; i < other.size; i++) {
            if (other.times[i] <= foldedThrough && foldedThrough != Series.NEVER) {
                fold(other.times[i], other.keys[i], other.bits[i], plan);
            } else {
                add(other.times[i], other.keys[i], other.bits[i], plan);
            }
        }
        boundKeys();
    }

    /** Folds an event, of an instant through which all are folded, behind those of its key. */
    private void fold(long time, long key, int matched, SequencePlan plan) {
        Chain chain = chain(key);
        if (time > chain.lastTime()) {
            chain.add(time, matched, plan);
        } else {
            chain.addLate(time, matched, plan);
        }
        chain.keepEnds();
    }

    private void insert(int at, long time, long key, int matched) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            keys = Arrays.copyOf(keys, size * 2);
            bits = Arrays.copyOf(bits, size * 2);
        }
        System.arraycopy(times, at, times, at + 1, size - at);
        System.arraycopy(keys, at, keys, at + 1, size - at);
        System.arraycopy(bits, at, bits, at + 1, size - at);
        times[at] = time;
        keys[at] = key;
        bits[at] = matched;
        size++;
    }

    /** Folds all events of the oldest instant, as those of one instant don't follow each other. */
    private void foldOldest(SequencePlan plan) {
        foldedThrough = times[0];
        int gone = 0;
        while (gone < size && times[gone] == foldedThrough) {
            Chain chain = chain(keys[gone]);
            chain.add(foldedThrough, bits[gone], plan);
            chain.keepEnds();
            gone++;
        }
        drop(gone);
        boundKeys();
    }

    private Chain chain(long key) {
        return folded.computeIfAbsent(key, k -> new Chain(k, steps));
    }

    private void boundKeys() {
        while (folded.size() > MOST_KEYS) {
            folded.values().stream()
                    .min(Comparator.comparingLong(Chain::lastTime).thenComparingLong(Chain::key))
                    .ifPresent(oldest -> folded.remove(oldest.key()));
        }
    }

    private void drop(int gone) {
        System.arraycopy(times, gone, times, 0, size - gone);
        System.arraycopy(keys, gone, keys, 0, size - gone);
        System.arraycopy(bits, gone, bits, 0, size - gone);
        size -= gone;
    }

    /** Forgets what no instant from {@code now} on can see. */
    void prune(long now, SequencePlan plan) {
        if (plan.over() != Series.NEVER) {
            long beforeWindow = Series.addSaturating(now, -plan.over());
            pruneThrough(Series.addSaturating(beforeWindow, -plan.within()));
        }
        if (plan.hasAbsence()) {
            pruneClosed(plan);
        } else if (plan.over() == Series.NEVER) {
            pruneCompleted(plan);
        }
    }

    private void pruneThrough(long edge) {
        int gone = 0;
        while (gone < size && times[gone] <= edge) {
            gone++;
        }
        drop(gone);
        folded.values().removeIf(chain -> chain.lastTime() <= edge);
    }

    /** What completes at the latest before the last absence of its key is closed by it; of absences, the last counts. */
    private void pruneClosed(SequencePlan plan) {
        Map<Long, Long> absences = new HashMap<>();
        for (int i = 0; i < size; i++) {
            if ((bits[i] & plan.absentBit()) != 0) {
                absences.put(keys[i], times[i]);
            }
        }
        if (absences.isEmpty()) {
            return;
        }
        int left = 0;
        for (int i = 0; i < size; i++) {
            Long absence = absences.get(keys[i]);
            if (absence == null || absence <= times[i] || Series.addSaturating(times[i], plan.within()) >= absence) {
                times[left] = times[i];
                keys[left] = keys[i];
                bits[left] = bits[i];
                left++;
            }
        }
        size = left;
    }

    /** A chain that was ever complete is for good: the first that is known says it all. */
    private void pruneCompleted(SequencePlan plan) {
        Chain done = null;
        for (Chain chain : chains(plan)) {
            if (chain.size() > 0) {
                done = chain;
            }
        }
        if (done != null) {
            size = 0;
            folded.clear();
            foldedThrough = Series.NEVER;
            done.keepEnds();
            folded.put(done.key(), done);
        }
    }

    /** The state of each key after all events that are kept. */
    private Collection<Chain> chains(SequencePlan plan) {
        Map<Long, Chain> chains = new HashMap<>();
        folded.forEach((key, chain) -> chains.put(key, chain.copy()));
        for (int i = 0; i < size; i++) {
            chains.computeIfAbsent(keys[i], k -> new Chain(k, steps)).add(times[i], bits[i], plan);
        }
        return chains.values();
    }

    /** Times of the chains that are complete and not closed, growing. */
    long[] completions(SequencePlan plan) {
        List<Long> open = new ArrayList<>();
        for (Chain chain : chains(plan)) {
            for (int i = 0; i < chain.size(); i++) {
                open.add(chain.open(i));
            }
        }
        return open.stream().mapToLong(Long::longValue).sorted().distinct().toArray();
    }

    /** A chain that has begun: how many of its steps have come, and when the first did. */
    record Beginning(int steps, long start) {
        private boolean isBehind(int otherSteps, long otherStart) {
            return otherSteps > steps || (otherSteps == steps && otherStart > start);
        }
    }

    /** The beginning that has come furthest of those that an event after an instant can complete; null for none. */
    @Nullable
    Beginning furthest(SequencePlan plan, long instant) {
        Beginning furthest = null;
        for (Chain chain : chains(plan)) {
            for (int step = 1; step < steps; step++) {
                long start = chain.start(step);
                boolean open = start != Series.NONE && instant - start < plan.within();
                if (open && (furthest == null || furthest.isBehind(step, start))) {
                    furthest = new Beginning(step, start);
                }
            }
        }
        return furthest;
    }

    boolean isEmpty() {
        return size == 0 && folded.isEmpty();
    }

    /** Gives all that is kept, as numbers that are small where they can be. */
    public void store(LongConsumer out) {
        out.accept(steps);
        out.accept(size);
        long previous = 0;
        for (int i = 0; i < size; i++) {
            out.accept(times[i] - previous);
            out.accept(keys[i]);
            out.accept(bits[i]);
            previous = times[i];
        }
        Series.storeTime(foldedThrough, out);
        out.accept(folded.size());
        folded.values().forEach(chain -> chain.store(out));
    }

    /** A trace as it was stored. */
    public static Trace restore(LongSupplier in) {
        int steps = Series.count(in.getAsLong(), MOST_STEPS);
        if (steps == 0) {
            throw new IllegalArgumentException("sequence of 0 steps, expected 1 to " + MOST_STEPS);
        }
        Trace trace = new Trace(steps);
        int size = Series.count(in.getAsLong(), EXACT);
        long time = 0;
        for (int i = 0; i < size; i++) {
            time += in.getAsLong();
            long key = in.getAsLong();
            trace.insert(i, time, key, (int) in.getAsLong());
        }
        trace.foldedThrough = Series.restoreTime(in);
        for (int n = Series.count(in.getAsLong(), MOST_KEYS); n > 0; n--) {
            Chain chain = Chain.restore(in, steps);
            trace.folded.put(chain.key(), chain);
        }
        return trace;
    }
}
