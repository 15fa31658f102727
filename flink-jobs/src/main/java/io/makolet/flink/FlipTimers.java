package io.makolet.flink;

import io.makolet.domain.customer.CustomerState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimerService;

/**
 * The one timer of each customer, at the time of their next flip and a little more for what may still be on its way.
 *
 * <p>A timer that is due too early is left alone: most flips are put off by the next event again and again, and a timer
 * that finds nothing due costs less than one that was moved each time.
 */
final class FlipTimers {

    private static final long NEVER = Long.MAX_VALUE;

    private final InternalTimerService<VoidNamespace> timers;
    private final KeyedStateBackend<String> backend;

    FlipTimers(InternalTimerService<VoidNamespace> timers, KeyedStateBackend<String> backend) {
        this.timers = timers;
        this.backend = backend;
    }

    /** Instant up to which timers have come due or are about to; {@link Long#MIN_VALUE} for none. */
    long passed() {
        long watermark = timers.currentWatermark();
        return watermark == Long.MIN_VALUE ? watermark : watermark - EventTimes.OUT_OF_ORDERNESS_MILLIS;
    }

    /** Takes away the customer's timer. */
    void disarm(CustomerState state) {
        if (state.armedTimer() != NEVER) {
            backend.setCurrentKey(state.customerId());
            timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, state.armedTimer());
            state.armTimer(NEVER);
        }
    }

    /** Sees to it that a timer of the customer comes due not after a flip, {@link Long#MAX_VALUE} for none. */
    void arm(CustomerState state, long flip) {
        long due = flip == NEVER ? NEVER : flip + EventTimes.OUT_OF_ORDERNESS_MILLIS;
        if (due >= state.armedTimer()) {
            return;
        }
        backend.setCurrentKey(state.customerId());
        if (state.armedTimer() != NEVER) {
            timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, state.armedTimer());
        }
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, due);
        state.armTimer(due);
    }
}
