package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Gap;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Membership.Flip;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A silence of 100 ms before a purchase, which counts for 30 ms. */
class GapTest {

    private static final EventMatch PURCHASE = new EventMatch(List.of("purchase"), null, null);

    private final CustomerEngine engine = engine(new Gap(PURCHASE, 100, 30));
    private final CustomerState state = new CustomerState("c");

    @Test
    void isTrueForAWhileAfterTheFirstPurchaseThatEndsASilence() {
        buy(1_000);
        assertThat(lease().value()).isEqualTo(Truth.FALSE);
        buy(1_099, 1_199);
        assertThat(lease().value()).isEqualTo(Truth.TRUE);
        assertThat(lease().flips()).containsExactly(new Flip(1_229, Truth.FALSE));
        buy(1_210);
        assertThat(lease().flips()).containsExactly(new Flip(1_229, Truth.FALSE));
    }

    @Test
    void countsASilenceThatBeganLongBeforeWhatIsKept() {
        buy(1_000, 1_000_000);
        assertThat(lease().flips()).containsExactly(new Flip(1_000_030, Truth.FALSE));
    }

    @Test
    void isCorrectedByALateEvent() {
        buy(1_000, 1_150);
        assertThat(lease().value()).isEqualTo(Truth.TRUE);
        buy(1_051);
        assertThat(lease().value()).isEqualTo(Truth.FALSE);
        buy(1_149);
        assertThat(lease().value()).isEqualTo(Truth.FALSE);
    }

    @Test
    void beginsLateWhenTheEventBeforeComesLate() {
        buy(1_150);
        assertThat(lease().value()).isEqualTo(Truth.FALSE);
        buy(1_000);
        assertThat(lease().flips()).containsExactly(new Flip(1_180, Truth.FALSE));
    }

    /** As long a window as there may be: what is folded is nearly as wide as a silence. */
    @Test
    void isExactWithMoreEventsThanAreKeptOneByOne() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int longest = 80 + random.nextInt(60);
            List<Long> times = new ArrayList<>(List.of(0L));
            for (int i = 1; i < 1_000; i++) {
                times.add(times.get(i - 1) + (random.nextInt(9) == 0 ? random.nextInt(longest) : random.nextInt(12)));
            }
            CustomerEngine longer = engine(new Gap(PURCHASE, 100, 10_000));
            CustomerState busy = new CustomerState("b");
            List<Long> late = new ArrayList<>(times);
            for (int i = 0; i + 1 < late.size(); i += 1 + random.nextInt(3)) {
                Collections.swap(late, i, Math.min(late.size() - 1, i + random.nextInt(400)));
            }
            for (int i = 0; i < late.size(); i++) {
                longer.onEvent(busy, Events.order("e" + i, "purchase", late.get(i), 1, "web"));
            }
            assertThat(longer.memberships(busy).get(0).flips())
                    .as("seed %d", seed)
                    .isEqualTo(expected(times));
        }
    }

    private static List<Flip> expected(List<Long> times) {
        long now = times.get(times.size() - 1);
        for (int i = times.size() - 1; i > 0; i--) {
            if (times.get(i) - times.get(i - 1) >= 100 && times.get(i) > now - 10_000) {
                return List.of(new Flip(times.get(i) + 10_000, Truth.FALSE));
            }
        }
        return List.of();
    }

    @Test
    void refusesSpansThatDoNotGoTogether() {
        assertThatThrownBy(() -> new Gap(PURCHASE, 0, 5)).hasMessageContaining("gap of at least 0 ms");
        assertThatThrownBy(() -> new Gap(PURCHASE, 10, 1_001)).hasMessageContaining("at most 100 times");
    }

    private void buy(long... times) {
        for (long time : times) {
            engine.onEvent(state, Events.order("e" + time, "purchase", time, 1, "web"));
        }
    }

    private Membership lease() {
        return engine.memberships(state).get(0);
    }

    private static CustomerEngine engine(Gap gap) {
        Definition.Body body = new Definition.SegmentBody(new SegmentDefinition(null, gap));
        return new CustomerEngine(
                SegmentPlan.compile(List.of(new Definition("s", 1, 0, Definition.Status.LIVE, "o", "t", 0, "", body))));
    }
}
