package io.makolet.benchmarks;

import io.makolet.domain.customer.CustomerEngine;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import io.makolet.domain.segment.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The engine's memberships in a {@link ShopOfSegments}, compared at random instants with a plain count of the events: from
 * the lease as it stood, and again after the engine has been told that the time has passed.
 */
final class PlainCount {

    private static final long MICROS = 1_000_000;

    private final ShopOfSegments shop;
    private final SegmentPlan plan;
    private final int instants;
    private long compared;
    private long wrong;

    /** @param instants of each customer at which is compared */
    PlainCount(ShopOfSegments shop, int instants) {
        this.shop = shop;
        this.plan = SegmentPlan.compile(shop.definitions());
        this.instants = instants;
    }

    /** Plays a customer's events and compares at instants between them, and at the last. */
    void compare(Event[] history, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CustomerEngine engine = new CustomerEngine(plan);
        CustomerState state = new CustomerState(history[0].customerId());
        boolean[] chosen = new boolean[history.length];
        for (int i = 0; i < instants; i++) {
            chosen[random.nextInt(history.length)] = true;
        }
        for (int i = 0; i < history.length; i++) {
            engine.onEvent(state, history[i]);
            long last = history[i].time();
            if (i == history.length - 1) {
                compare(engine.memberships(state), history, i + 1, last);
            } else if (chosen[i]) {
                long now = random.nextLong(last, history[i + 1].time());
                List<Membership> leased = engine.memberships(state);
                engine.onTime(state, now);
                compare(leased, history, i + 1, now);
                compare(engine.memberships(state), history, i + 1, now);
            }
        }
    }

    /** Compares memberships, at an instant at which so many of the events have happened. */
    void compare(List<Membership> memberships, Event[] history, int happened, long now) {
        Map<AggregateSpec, Long> counts = new HashMap<>();
        for (int definition = 0; definition < memberships.size(); definition++) {
            long needed = shop.leavesNeeded();
            for (Condition.Aggregate leaf : shop.leaves(definition)) {
                long count = counts.computeIfAbsent(leaf.measure().spec(), spec -> count(spec, history, happened, now));
                needed -= leaf.comparison().test(count * MICROS) ? 1 : 0;
            }
            compared++;
            wrong += memberships.get(definition).at(now) == Truth.of(needed <= 0) ? 0 : 1;
        }
    }

    private static long count(AggregateSpec spec, Event[] history, int happened, long now) {
        long window = ((Window.Sliding) spec.window()).millis();
        String type = spec.match().eventTypes().get(0);
        long count = 0;
        for (int i = 0; i < happened; i++) {
            Event event = history[i];
            if (event.time() > now - window && event.type().equals(type)) {
                count += spec.of() == null ? 1 : quantityOf(event);
            }
        }
        return count;
    }

    private static long quantityOf(Event event) {
        return event.value("quantity") instanceof Long quantity ? quantity : 0;
    }

    /** Memberships that were compared. */
    long compared() {
        return compared;
    }

    /** Those of them that were not as the events say. */
    long wrong() {
        return wrong;
    }
}
