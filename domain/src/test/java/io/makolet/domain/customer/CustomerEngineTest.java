package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Measure;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Transition;
import io.makolet.domain.segment.Transition.Cause;
import io.makolet.domain.segment.Truth;
import io.makolet.domain.segment.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomerEngineTest {

    private static final long DAY = 24L * 60 * 60 * 1000;

    private final CustomerState state = new CustomerState("c");

    @Test
    void entersSegmentOnSecondPurchaseAndLeavesByTimeAlone() {
        CustomerEngine engine = engine(twoPurchasesIn(30 * DAY));
        assertThat(engine.onEvent(state, purchase("a", 1 * DAY)).transitions()).isEmpty();
        assertThat(engine.onEvent(state, purchase("b", 5 * DAY)).transitions())
                .containsExactly(new Transition("s", 1, 1, Truth.TRUE, 5 * DAY, Cause.EVENT, "b"));
        assertThat(state.nextTimer()).isEqualTo(31 * DAY);
        assertThat(engine.onTime(state, 31 * DAY - 1).changed()).isFalse();
        assertThat(engine.onTime(state, 40 * DAY).transitions())
                .containsExactly(new Transition("s", 1, 2, Truth.FALSE, 31 * DAY, Cause.TIMER, null));
    }

    @Test
    void tellsWhatTimeDidBeforeTheEventThatFindsItOut() {
        CustomerEngine engine = engine(twoPurchasesIn(30 * DAY));
        engine.onEvent(state, purchase("a", 1 * DAY));
        engine.onEvent(state, purchase("b", 2 * DAY));
        assertThat(engine.onEvent(state, purchase("c", 100 * DAY)).transitions())
                .containsExactly(new Transition("s", 1, 2, Truth.FALSE, 31 * DAY, Cause.TIMER, null));
    }

    @Test
    void ignoresAnEventThatComesTwice() {
        CustomerEngine engine = engine(twoPurchasesIn(30 * DAY));
        engine.onEvent(state, purchase("a", 1 * DAY));
        Outcome second = engine.onEvent(state, purchase("a", 1 * DAY));
        assertThat(second.duplicate()).isTrue();
        assertThat(second.changed()).isFalse();
        assertThat(state.applied()).isEqualTo(1);
    }

    @Test
    void remembersALateEventForAsLongAsAnyOther() {
        CustomerEngine engine = engine(twoPurchasesIn(30 * DAY));
        engine.onEvent(state, purchase("a", 100 * DAY));
        engine.onEvent(state, purchase("late", 1 * DAY));
        assertThat(engine.onEvent(state, purchase("late", 1 * DAY)).duplicate()).isTrue();
    }

    @Test
    void correctsTheMembershipWhenAnEventComesLate() {
        CustomerEngine engine = engine(twoPurchasesIn(30 * DAY));
        engine.onEvent(state, purchase("a", 10 * DAY));
        Outcome late = engine.onEvent(state, purchase("b", 9 * DAY));
        assertThat(late.late()).isTrue();
        assertThat(late.transitions())
                .containsExactly(new Transition("s", 1, 1, Truth.TRUE, 10 * DAY, Cause.LATE, "b"));
    }

    @Test
    void isUnknownWithoutConsentAndSaysWhy() {
        SegmentDefinition segment = new SegmentDefinition("marketing", twoPurchases(30 * DAY));
        CustomerEngine engine = engine(definition("s", 0, segment));
        engine.onEvent(state, purchase("a", 1 * DAY));
        engine.onEvent(state, purchase("b", 2 * DAY));
        assertThat(engine.memberships(state))
                .extracting(Membership::value, Membership::reason)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Truth.UNKNOWN, "no consent for marketing"));
        Outcome consent =
                engine.onEvent(state, Events.profile("p", 3 * DAY, Map.of(), List.of(), Map.of("marketing", true)));
        assertThat(consent.transitions())
                .containsExactly(new Transition("s", 1, 1, Truth.TRUE, 3 * DAY, Cause.CONSENT, "p"));
    }

    @Test
    void tellsNothingOfAMembershipBeforeItIsTrue() {
        Condition known = Conditions.compare(Condition.Function.LAST, "amount", Window.LIFETIME, Comparison.Op.GE, 5);
        CustomerEngine engine = engine(Conditions.segment("s", 0, known));
        assertThat(engine.onEvent(state, Events.order("a", "cancel", 1, 0, null))
                        .transitions())
                .isEmpty();
        assertThat(engine.onEvent(state, Events.order("b", "purchase", 2, 1_000_000, null))
                        .transitions())
                .isEmpty();
        assertThat(engine.onEvent(state, Events.order("c", "purchase", 3, 9_000_000, null))
                        .transitions())
                .containsExactly(new Transition("s", 1, 1, Truth.TRUE, 3, Cause.EVENT, "c"));
        assertThat(engine.onEvent(state, Events.order("d", "purchase", 4, 1_000_000, null))
                        .transitions())
                .containsExactly(new Transition("s", 1, 2, Truth.FALSE, 4, Cause.EVENT, "d"));
    }

    @Test
    void evaluatesOnlyWhatAnEventMayChange() {
        List<Definition> definitions = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            definitions.add(Conditions.segment("s" + i, i, Conditions.purchases(Window.LIFETIME, i + 1)));
        }
        CustomerEngine engine = new CustomerEngine(SegmentPlan.compile(definitions));
        for (int i = 0; i < 10; i++) {
            engine.onEvent(state, purchase("e" + i, i));
        }
        long leaves = engine.touchedLeaves();
        long segments = engine.evaluatedSegments();
        assertThat(engine.onEvent(state, purchase("more", 10)).transitions())
                .extracting(Transition::segmentId)
                .containsExactly("s10");
        engine.onEvent(state, Events.order("other", "cancel", 11, 0, null));
        assertThat(engine.touchedLeaves() - leaves).isLessThanOrEqualTo(2);
        assertThat(engine.evaluatedSegments() - segments).isLessThanOrEqualTo(2);
        assertThat(engine.interesting(state)).hasSize(11);
    }

    @Test
    void computesNoLeaseWhoseEndMovesUntilSomebodyAsks() {
        List<Definition> definitions = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            definitions.add(Conditions.segment("s" + i, i, Conditions.purchases(new Window.Sliding(30 * DAY), i + 1)));
        }
        CustomerEngine engine = new CustomerEngine(SegmentPlan.compile(definitions));
        for (int i = 0; i < 100; i++) {
            engine.onEvent(state, purchase("e" + i, i));
        }
        engine.interesting(state);
        long before = engine.evaluatedSegments();
        engine.onEvent(state, purchase("more", DAY));
        assertThat(engine.evaluatedSegments()).isEqualTo(before);
        assertThat(state.nextTimer()).isEqualTo(30 * DAY + 1);
        assertThat(engine.interesting(state).get(0).flips())
                .containsExactly(new Membership.Flip(31 * DAY, Truth.FALSE));
        assertThat(engine.interesting(state).get(99).flips())
                .containsExactly(new Membership.Flip(30 * DAY + 1, Truth.FALSE));
        assertThat(engine.evaluatedSegments() - before).isEqualTo(100);
    }

    @Test
    void keepsNothingOfDefinitionsThatWereNeverTrue() {
        List<Definition> definitions = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String purpose = i % 2 == 0 ? null : "marketing";
            definitions.add(
                    Conditions.segment("s" + i, i, purpose, Conditions.purchases(new Window.Sliding(DAY), i + 3)));
        }
        CustomerEngine many = new CustomerEngine(SegmentPlan.compile(definitions));
        CustomerEngine one = new CustomerEngine(SegmentPlan.compile(definitions.subList(0, 1)));
        CustomerState other = new CustomerState("c");
        for (int i = 0; i < 2; i++) {
            many.onEvent(state, purchase("e" + i, i));
            one.onEvent(other, purchase("e" + i, i));
        }
        assertThat(CustomerStateCodec.encode(state)).hasSameSizeAs(CustomerStateCodec.encode(other));
        assertThat(many.interesting(state)).hasSize(500);
    }

    @Test
    void evaluatesAllThatIsKnownUnderAPlanItWasNotToldOf() {
        CustomerEngine before = engine(twoPurchasesIn(30 * DAY));
        before.onEvent(state, purchase("a", 1 * DAY));
        before.onEvent(state, purchase("b", 2 * DAY));
        CustomerEngine after =
                engine(twoPurchasesIn(30 * DAY), Conditions.segment("t", 1, new Condition.Not(new Condition.In("s"))));
        assertThat(after.memberships(state)).extracting(Membership::value).containsExactly(Truth.TRUE, Truth.FALSE);
        assertThat(after.onEvent(state, purchase("c", 50 * DAY)).transitions())
                .containsExactly(
                        new Transition("s", 1, 2, Truth.FALSE, 31 * DAY, Cause.TIMER, null),
                        new Transition("t", 1, 1, Truth.TRUE, 31 * DAY, Cause.TIMER, null));
    }

    private static CustomerEngine engine(Definition... definitions) {
        return new CustomerEngine(SegmentPlan.compile(List.of(definitions)));
    }

    private static Definition twoPurchasesIn(long window) {
        return definition("s", 0, new SegmentDefinition(null, twoPurchases(window)));
    }

    private static Condition twoPurchases(long window) {
        return new Condition.Aggregate(
                new Measure(
                        new AggregateSpec(
                                new EventMatch(List.of("purchase"), null, null),
                                null,
                                new Window.Sliding(window),
                                null),
                        Condition.Function.COUNT),
                new Comparison(Comparison.Op.GE, 2_000_000));
    }

    private static Definition definition(String id, int index, SegmentDefinition segment) {
        return new Definition(id, 1, index, Definition.Status.LIVE, "o", "t", 0, "", new SegmentBody(segment));
    }

    private static Event purchase(String id, long time) {
        return Events.order(id, "purchase", time, 1_000_000, "web");
    }
}
