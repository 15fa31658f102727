package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Top;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Of the channels of purchases, with a half-life of 100 ms. */
class TopTest {

    private static final EventMatch PURCHASE = new EventMatch(List.of("purchase"), null, null);

    private final CustomerState state = new CustomerState("c");
    private CustomerEngine engine = engine(top(null, 1, List.of("web"), 1));
    private int bought;

    @Test
    void prefersWhatWasBoughtLately() {
        buy(1_000, 1, "phone");
        buy(1_000, 1, "phone");
        assertThat(truth()).isEqualTo(Truth.FALSE);
        buy(1_099, 1, "web");
        assertThat(truth()).isEqualTo(Truth.FALSE);
        buy(1_101, 1, "web");
        assertThat(truth()).isEqualTo(Truth.TRUE);
        assertThat(lease().flips()).isEmpty();
    }

    @Test
    void hasSeveralFirstWhereTheyWeighTheSame() {
        buy(1_000, 1, "phone");
        buy(1_000, 1, "web");
        assertThat(truth()).isEqualTo(Truth.TRUE);
        engine = engine(top(null, 1, List.of("phone"), 1));
        engine.onDefinitions(state);
        assertThat(truth()).isEqualTo(Truth.TRUE);
    }

    @Test
    void weighsByAnAmountAndNotWhatWeighsNothing() {
        engine = engine(top("amount", 2, List.of("web", "phone"), 2));
        buy(1_000, 5, "web");
        buy(1_000, 5, "phone");
        assertThat(truth()).isEqualTo(Truth.TRUE);
        buy(1_000, -5, "phone");
        assertThat(truth()).isEqualTo(Truth.FALSE);
    }

    @Test
    void isTheSameWhenItComesLate() {
        buy(1_101, 1, "web");
        buy(1_000, 1, "phone");
        buy(1_000, 1, "phone");
        assertThat(truth()).isEqualTo(Truth.TRUE);
    }

    @Test
    void refusesWhatCanNotBe() {
        assertThatThrownBy(() -> top(null, 1, List.of("web", "phone"), 2))
                .hasMessageContaining("at least 2 of 2 values");
        assertThatThrownBy(() -> top(null, 65, List.of("web"), 1)).hasMessageContaining("top 65");
        assertThatThrownBy(() -> new Top(PURCHASE, "channel", null, 0, 1, List.of("web"), 1))
                .hasMessageContaining("half-life of 0 ms");
    }

    private void buy(long time, long amount, String channel) {
        engine.onEvent(state, Events.order("e" + bought++, "purchase", time, amount, channel));
    }

    private Truth truth() {
        return lease().value();
    }

    private Membership lease() {
        return engine.memberships(state).get(0);
    }

    private static Top top(@Nullable String weight, int k, List<String> is, int min) {
        return new Top(PURCHASE, "channel", weight, 100, k, is, min);
    }

    private static CustomerEngine engine(Condition condition) {
        Definition.Body body = new Definition.SegmentBody(new SegmentDefinition(null, condition));
        return new CustomerEngine(
                SegmentPlan.compile(List.of(new Definition("s", 1, 0, Definition.Status.LIVE, "o", "t", 0, "", body))));
    }
}
