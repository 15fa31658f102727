package io.makolet.flink;

import io.makolet.flink.CustomerStore.Round;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/**
 * Visits all customers after definitions have changed, some at a time: events and barriers go in between. Whoever has an
 * event or a timer meanwhile is brought under the new rules by it. When definitions change again on the way, everybody is
 * visited once more after the last: so each visit ends, and what has been evaluated for all can be told.
 *
 * @param <S> a state
 */
final class Sweep<S> implements AutoCloseable {

    /** Customers who are visited before others have their turn: some four milliseconds of work. */
    static final int TOGETHER = 500;

    /** Where states are cold, a turn ends earlier, after this many milliseconds. */
    static final long LONGEST_TURN_MILLIS = 5;

    /** Visits between two looks at the clock; a power of two. */
    private static final int UNTIMED = 32;

    /** The others' turn is so many times as long where nobody was told anything: all of it is work of this task. */
    static final double LEAST_TIMES_AS_LONG = 0.5;

    /** The same of those of whom something is to be told. */
    static final int TOLD_TOGETHER = DueTimers.TOGETHER;

    private final CustomerStore<S> store;
    private final Visitor<S> visitor;
    private final Supplier<Rules> rules;
    private final int together;
    private final ProcessingTimeService wallClock;
    private final Turns turns;
    private final Listener listener;
    private Need need = Need.NOTHING;
    private Need next = Need.NOTHING;
    private long inForce;
    private long target;
    private @Nullable Round<S> round;
    private volatile @Nullable String last;

    /** What new definitions ask for; each more than the one before. */
    enum Need {
        /** Everybody is as they were. */
        NOTHING,
        /** Segments are to be evaluated, and those told of whom something changed. */
        EVALUATE,
        /** Everybody is to be told again. */
        TELL_AGAIN;

        Need and(Need other) {
            return compareTo(other) > 0 ? this : other;
        }
    }

    /** Sees a customer. */
    interface Visitor<S> {
        /** Brings a customer under the rules; false if nothing of interest changed. */
        boolean visit(S state, Rules rules, boolean again) throws IOException;
    }

    /** Is told how far everybody has been evaluated. */
    interface Listener {
        /** Everybody has been evaluated for all definitions up to an offset of their topic. */
        void evaluated(long through);
    }

    /** @param together how many are visited before others have their turn */
    Sweep(
            CustomerStore<S> store,
            Visitor<S> visitor,
            Supplier<Rules> rules,
            int together,
            ProcessingTimeService wallClock,
            Listener listener) {
        this.store = store;
        this.visitor = visitor;
        this.rules = rules;
        this.together = together;
        this.wallClock = wallClock;
        this.turns = new Turns(wallClock, this::visitSome);
        this.listener = listener;
    }

    /** Definitions up to an offset of their topic are in force. */
    void inForce(long through, Need change) throws Exception {
        inForce = through;
        if (change == Need.NOTHING) {
            if (next == Need.NOTHING) {
                target = through;
            }
            if (need == Need.NOTHING) {
                listener.evaluated(through);
            }
            return;
        }
        if (need == Need.NOTHING) {
            begin(change);
            turns.begin();
        } else {
            next = next.and(change);
        }
    }

    /** What is still to be done, for all. */
    Need need() {
        return need.and(next);
    }

    /** The customer who was visited last; null if nobody is to be visited. */
    @Nullable
    String last() {
        return last;
    }

    /** Visits all who are left. */
    void finish() throws Exception {
        while (need != Need.NOTHING) {
            visitSome();
        }
        turns.end();
    }

    @Override
    public void close() {
        if (round != null) {
            round.close();
            round = null;
        }
    }

    private void begin(Need change) throws Exception {
        need = change;
        next = Need.NOTHING;
        target = inForce;
        round = store.round();
        last = "";
    }

    private double visitSome() throws Exception {
        int visited = 0;
        int[] told = {0};
        Rules now = rules.get();
        boolean again = need == Need.TELL_AGAIN;
        long end = wallClock.getCurrentProcessingTime() + LONGEST_TURN_MILLIS;
        while (visited < together && told[0] < TOLD_TOGETHER && !isOver(end, visited)) {
            if (round == null
                    || !round.next((id, state) -> {
                        last = id;
                        told[0] += visitor.visit(state, now, again) ? 1 : 0;
                    })) {
                return ended();
            }
            visited++;
        }
        // What is told goes on to the log and to serving, where it stands before what others do.
        return LEAST_TIMES_AS_LONG + (DueTimers.TIMES_AS_LONG - LEAST_TIMES_AS_LONG) * told[0] / visited;
    }

    private boolean isOver(long end, int visited) {
        return visited > 0 && visited % UNTIMED == 0 && wallClock.getCurrentProcessingTime() >= end;
    }

    private double ended() throws Exception {
        close();
        need = Need.NOTHING;
        last = null;
        listener.evaluated(target);
        if (next == Need.NOTHING) {
            return Turns.DONE;
        }
        begin(next);
        return LEAST_TIMES_AS_LONG;
    }
}
