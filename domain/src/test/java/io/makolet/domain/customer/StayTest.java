package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.explain.Explainer;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Finding.Held;
import io.makolet.domain.segment.Finding.Hold;
import io.makolet.domain.segment.Membership.Flip;
import io.makolet.domain.segment.PlanOutline;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Stay;
import io.makolet.domain.segment.StayState;
import io.makolet.domain.segment.Transition;
import io.makolet.domain.segment.Truth;
import io.makolet.domain.segment.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A purchase makes the condition true for 100 ms. */
class StayTest {

    private static final Condition LATELY = new Condition.Aggregate(
            new Condition.Measure(
                    new Condition.AggregateSpec(
                            new Condition.EventMatch(List.of("purchase"), null, null),
                            null,
                            new Window.Sliding(100),
                            null),
                    Condition.Function.COUNT),
            new Comparison(Comparison.Op.GE, 1_000_000));

    private final List<String> told = new ArrayList<>();
    private CustomerState state = new CustomerState("c");

    @Test
    void isInOnceTheConditionWasTrueForLongEnoughWithoutAPause() {
        CustomerEngine engine = engine(new Stay(150, 0, 0, Stay.NEVER));
        buy(engine, 1_000, 1_200, 1_280);
        pass(engine, 2_000);
        assertThat(told).containsExactly("1350 TRUE", "1380 FALSE");
    }

    @Test
    void staysForAsLongAsPromised() {
        CustomerEngine engine = engine(new Stay(0, 300, 0, Stay.NEVER));
        buy(engine, 1_000, 1_250);
        pass(engine, 1_250);
        assertThat(engine.memberships(state).get(0).flips()).containsExactly(new Flip(1_350, Truth.FALSE));
        pass(engine, 2_000);
        assertThat(told).containsExactly("1000 TRUE", "1350 FALSE");
    }

    @Test
    void isNotInAgainTooSoon() {
        CustomerEngine engine = engine(new Stay(0, 0, 130, Stay.NEVER));
        buy(engine, 1_000, 1_200);
        pass(engine, 2_000);
        assertThat(told).containsExactly("1000 TRUE", "1100 FALSE", "1230 TRUE", "1300 FALSE");
    }

    @Test
    void isOutWhenItExpiresUntilTheConditionWasFalse() {
        CustomerEngine engine = engine(new Stay(0, 0, 0, 120));
        buy(engine, 1_000, 1_090, 1_180, 1_400);
        pass(engine, 2_000);
        assertThat(told).containsExactly("1000 TRUE", "1120 FALSE", "1400 TRUE", "1500 FALSE");
    }

    @Test
    void endsAtOnceWhenConsentIsWithdrawnAndCoolsFromThen() {
        CustomerEngine engine = engine("marketing", new Stay(0, 500, 300, Stay.NEVER));
        apply(engine, Events.profile("p1", 900, Map.of(), List.of(), Map.of("marketing", true)));
        buy(engine, 1_000);
        apply(engine, Events.profile("p2", 1_010, Map.of(), List.of(), Map.of("marketing", false)));
        apply(engine, Events.profile("p3", 1_020, Map.of(), List.of(), Map.of("marketing", true)));
        buy(engine, 1_090, 1_180, 1_270);
        pass(engine, 1_320);
        assertThat(told).containsExactly("1000 TRUE", "1010 UNKNOWN", "1020 FALSE", "1310 TRUE");
    }

    /** What is told follows what the condition was as it was known: a late event changes it from the clock on. */
    @Test
    void followsWhatWasKnownWhenAnEventComesLate() {
        CustomerEngine engine = engine(new Stay(50, 0, 0, Stay.NEVER));
        apply(engine, Events.profile("p", 1_060, Map.of(), List.of(), Map.of()));
        buy(engine, 1_000);
        pass(engine, 2_000);
        assertThat(told).isEmpty();
        CustomerState inTime = new CustomerState("c");
        List<Transition> transitions =
                new ArrayList<>(engine.onEvent(inTime, Events.order("e", "purchase", 1_000, 1, "web"))
                        .transitions());
        transitions.addAll(engine.onTime(inTime, 2_000).transitions());
        assertThat(transitions).extracting(Transition::effectiveAt).containsExactly(1_050L, 1_100L);
    }

    @Test
    void neitherDuplicatesNorRestartsChangeAnything() {
        CustomerEngine engine = engine(new Stay(30, 300, 50, 350));
        for (long time : new long[] {1_000, 1_000, 1_090, 1_500, 1_500, 1_590}) {
            buy(engine, time);
            state = CustomerStateCodec.decode(CustomerStateCodec.encode(state));
        }
        pass(engine, 3_000);
        assertThat(told).containsExactly("1030 TRUE", "1330 FALSE", "1530 TRUE", "1830 FALSE");
    }

    @Test
    void whoIsInStaysInWhenASegmentGetsAStay() {
        SegmentPlan before = plan(null, null);
        CustomerEngine plain = new CustomerEngine(before);
        buy(plain, 1_000);
        CustomerEngine engine = new CustomerEngine(
                plan(null, new Stay(60_000, 250, 0, Stay.NEVER)),
                EngineSettings.DEFAULT,
                List.of(PlanOutline.of(before)));
        note(engine.onDefinitions(state));
        pass(engine, 2_000);
        assertThat(told).containsExactly("1000 TRUE", "1250 FALSE");
    }

    @Test
    void isToldToOtherSegments() {
        Definition follower = definition("f", 1, null, new Condition.Not(new Condition.In("s")), null);
        CustomerEngine engine = new CustomerEngine(SegmentPlan.compile(
                List.of(definition("s", 0, null, LATELY, new Stay(0, 300, 0, Stay.NEVER)), follower)));
        buy(engine, 1_000);
        pass(engine, 2_000);
        assertThat(told).containsExactly("1000 TRUE", "1300 FALSE", "1300 TRUE");
    }

    @Test
    void costsNothingWhereNoSegmentHasOne() {
        CustomerEngine engine = new CustomerEngine(plan(null, null));
        buy(engine, 1_000);
        assertThat(state.stays.isEmpty()).isTrue();
    }

    @Test
    void explainsWhatItMakesOfAMembership() {
        Stay stay = new Stay(50, 200, 400, 1_000);
        CustomerEngine engine = engine(stay);
        Explainer explainer = new Explainer(plan(null, stay));
        buy(engine, 1_000);
        assertThat(held(explainer, 1_010)).isEqualTo(new Held(Hold.WAITING, 1_050));
        assertThat(held(explainer, 1_060)).isEqualTo(new Held(Hold.EXPIRING, 2_050));
        assertThat(held(explainer, 1_150)).isEqualTo(new Held(Hold.STAYING, 1_250));
        assertThat(held(explainer, 1_260)).isNull();
        buy(engine, 1_300);
        assertThat(held(explainer, 1_310)).isEqualTo(new Held(Hold.COOLING, 1_650));
    }

    @Test
    void packsWhereACustomerStands() {
        StayState[] all = {
            new StayState(990, false, StayState.NEVER_IN, false),
            new StayState(StayState.NOT_MET, true, 980, false),
            new StayState(970, false, 985, true)
        };
        Stays stays = new Stays();
        for (int i = 0; i < all.length; i++) {
            stays.put(5 * i, all[i]);
        }
        Packer packed = new Packer();
        stays.store(packed, 1_000);
        Stays read = new Stays();
        read.restore(new Unpacker(packed.toBytes()), 1_000);
        for (int i = 0; i < all.length; i++) {
            assertThat(read.get(5 * i)).isEqualTo(all[i]);
        }
    }

    @Test
    void refusesDamagedBytes() {
        Packer packed = new Packer();
        packed.unsigned(1);
        packed.unsigned(7);
        packed.raw(16);
        assertThatThrownBy(() -> new Stays().restore(new Unpacker(packed.toBytes()), 0))
                .hasMessage("a stay in segment 7 with flags 16, expected an index and flags up to 15");
    }

    @Test
    void refusesSpansThatDoNotGoTogether() {
        assertThatThrownBy(() -> new Stay(0, 10, 0, 9)).hasMessageContaining("expires after 9 ms");
        assertThatThrownBy(() -> new Stay(-1, 0, 0, 9)).hasMessageContaining("enter_after -1 ms");
    }

    private @Nullable Held held(Explainer explainer, long at) {
        return explainer.explain("c", state, "s", at).orElseThrow().segment().held();
    }

    private static CustomerEngine engine(Stay stay) {
        return new CustomerEngine(plan(null, stay));
    }

    private static CustomerEngine engine(String purpose, Stay stay) {
        return new CustomerEngine(plan(purpose, stay));
    }

    private static SegmentPlan plan(@Nullable String purpose, @Nullable Stay stay) {
        return SegmentPlan.compile(List.of(definition("s", 0, purpose, LATELY, stay)));
    }

    private static Definition definition(
            String id, int index, @Nullable String purpose, Condition when, @Nullable Stay stay) {
        Definition.Body body = new Definition.SegmentBody(new SegmentDefinition(purpose, when, stay));
        return new Definition(id, stay == null ? 1 : 2, index, Definition.Status.LIVE, "o", "t", 0, "", body);
    }

    private void buy(CustomerEngine engine, long... times) {
        for (long time : times) {
            apply(engine, Events.order("e" + time, "purchase", time, 1, "web"));
        }
    }

    private void apply(CustomerEngine engine, io.makolet.domain.event.Event event) {
        note(engine.onEvent(state, event));
    }

    private void pass(CustomerEngine engine, long through) {
        note(engine.onTime(state, through));
    }

    private void note(Outcome outcome) {
        outcome.transitions().forEach(t -> told.add(t.effectiveAt() + " " + t.value()));
    }
}
