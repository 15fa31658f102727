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
import java.util.Random;
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
    void equalsTheOracleOnRandomDefinitionsAndHistories() {
        for (long seed = 0; seed < 500; seed++) {
            compareWithOracle(seed);
        }
    }

    private static void compareWithOracle(long seed) {
        RandomCase random = new RandomCase(seed);
        List<Definition> definitions = random.definitions();
        List<Event> history = random.history(40);
        CustomerEngine engine = new CustomerEngine(SegmentPlan.compile(definitions));
        NaiveCustomer oracle = new NaiveCustomer(definitions);
        CustomerState state = new CustomerState("c");
        Random choices = new Random(seed);
        long now = 0;
        for (Event event : history) {
            List<NaiveCustomer.Told> told = new ArrayList<>();
            List<NaiveCustomer.Told> expected = new ArrayList<>();
            if (choices.nextInt(4) == 0) {
                long through = now + choices.nextInt(50);
                told.addAll(told(engine.onTime(state, through)));
                expected.addAll(oracle.onTime(through));
            }
            told.addAll(told(engine.onEvent(state, event)));
            expected.addAll(oracle.onEvent(event));
            assertThat(told)
                    .as("seed %d, event %s at %d", seed, event.id(), event.time())
                    .isEqualTo(expected);
            now = Math.max(now, state.clock());
            state = CustomerStateCodec.decode(CustomerStateCodec.encode(state));
            compareLeases(seed, engine, oracle, definitions, state, choices);
        }
        assertThat(told(engine.onTime(state, now + 1_000)))
                .as("seed %d, at last", seed)
                .isEqualTo(oracle.onTime(now + 1_000));
    }

    private static void compareLeases(
            long seed,
            CustomerEngine engine,
            NaiveCustomer oracle,
            List<Definition> definitions,
            CustomerState state,
            Random choices) {
        List<Membership> leases = engine.memberships(state);
        for (int i = 0; i < leases.size(); i++) {
            Membership lease = leases.get(i);
            for (int n = 0; n < 4; n++) {
                long at = state.clock() + choices.nextInt(150);
                if (at < lease.validUntil()) {
                    assertThat(lease.at(at))
                            .as(
                                    "seed %d, segment %s at %d",
                                    seed, definitions.get(i).id(), at)
                            .isEqualTo(oracle.at(definitions.get(i).id(), at));
                }
            }
        }
    }

    private static List<NaiveCustomer.Told> told(Outcome outcome) {
        return outcome.transitions().stream()
                .map(t -> new NaiveCustomer.Told(t.segmentId(), t.sequence(), t.value(), t.effectiveAt()))
                .toList();
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
