package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Replenish;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Membership.Flip;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of the last four purchases, with a cycle of 100 ms, from 10 ms before it is due until 5 ms after. */
class ReplenishTest {

    private static final EventMatch PURCHASE = new EventMatch(List.of("purchase"), null, null);

    private final CustomerEngine engine = engine(new Replenish(PURCHASE, 4, 100, 10, 5));
    private final CustomerState state = new CustomerState("c");

    @Test
    void isDueAfterTheCycleWhileTooLittleIsKnown() {
        buy(1_000);
        assertThat(lease().flips()).containsExactly(new Flip(1_090, Truth.TRUE), new Flip(1_105, Truth.FALSE));
        buy(1_030);
        assertThat(lease().flips()).containsExactly(new Flip(1_120, Truth.TRUE), new Flip(1_135, Truth.FALSE));
    }

    @Test
    void isDueAfterTheMeanGapOfTheLatestEvents() {
        buy(0, 1_000, 1_030, 1_061, 1_100);
        assertThat(lease().flips()).containsExactly(new Flip(1_123, Truth.TRUE), new Flip(1_138, Truth.FALSE));
    }

    @Test
    void takesTheCycleWhereTheLatestEventsAreOfOneInstant() {
        buy(1_000, 1_000, 1_000, 1_000);
        assertThat(lease().flips()).containsExactly(new Flip(1_090, Truth.TRUE), new Flip(1_105, Truth.FALSE));
    }

    @Test
    void countsALateEventAsIfItHadComeInTime() {
        buy(1_000, 1_060, 1_030);
        assertThat(lease().flips()).containsExactly(new Flip(1_080, Truth.TRUE), new Flip(1_095, Truth.FALSE));
    }

    @Test
    void isDueUntilTheNextEventWhereThereIsNoEnd() {
        CustomerEngine open = engine(new Replenish(PURCHASE, 4, 100, 0, Replenish.NEVER));
        open.onEvent(state, Events.order("e", "purchase", 1_000, 1, "web"));
        assertThat(open.memberships(state).get(0).flips()).containsExactly(new Flip(1_100, Truth.TRUE));
        open.onTime(state, 9_000);
        assertThat(open.memberships(state).get(0).value()).isEqualTo(Truth.TRUE);
        open.onEvent(state, Events.order("f", "purchase", 9_001, 1, "web"));
        assertThat(open.memberships(state).get(0).value()).isEqualTo(Truth.FALSE);
    }

    @Test
    void refusesSpansThatDoNotGoTogether() {
        assertThatThrownBy(() -> new Replenish(PURCHASE, 2, 100, 0, 5)).hasMessageContaining("of 2 events");
        assertThatThrownBy(() -> new Replenish(PURCHASE, 3, 100, 100, 5)).hasMessageContaining("lead 100 ms");
    }

    private void buy(long... times) {
        for (int i = 0; i < times.length; i++) {
            engine.onEvent(state, Events.order(times[i] + "-" + i, "purchase", times[i], 1, "web"));
        }
    }

    private Membership lease() {
        return engine.memberships(state).get(0);
    }

    private static CustomerEngine engine(Condition condition) {
        Definition.Body body = new Definition.SegmentBody(new SegmentDefinition(null, condition));
        return new CustomerEngine(
                SegmentPlan.compile(List.of(new Definition("s", 1, 0, Definition.Status.LIVE, "o", "t", 0, "", body))));
    }
}
