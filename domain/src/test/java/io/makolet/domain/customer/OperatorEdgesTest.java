package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Comparison.Op;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.Function;
import io.makolet.domain.segment.Condition.Measure;
import io.makolet.domain.segment.Condition.Sequence;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Membership.Flip;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import io.makolet.domain.segment.Window;
import io.makolet.domain.segment.Window.Period;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What each operator says at the edges of its definition. */
class OperatorEdgesTest {

    private static final long UNBOUNDED = Sequence.UNBOUNDED;

    private final CustomerState state = new CustomerState("c");
    private int events;

    @Test
    void dayEndsAtMidnightOfTheCustomerAlsoWhenItHas23Hours() {
        zone("Asia/Jerusalem", "2024-03-28T20:00:00Z");
        CustomerEngine engine = engine(Conditions.purchases(new Window.Calendar(Period.DAY), 1));
        assertThat(happens(engine, "purchase", "2024-03-28T22:00:00Z")).isEqualTo(Truth.TRUE);
        assertThat(lease(engine).flips()).containsExactly(flip("2024-03-29T21:00:00Z", Truth.FALSE));
    }

    /** In Newfoundland clocks went back at a minute past midnight, until 2010. */
    @Test
    void dayThatHasBegunGoesOnWhenClocksGoBackOverMidnight() {
        zone("America/St_Johns", "2010-11-06T12:00:00Z");
        CustomerEngine engine = engine(Conditions.purchases(new Window.Calendar(Period.DAY), 1));
        assertThat(happens(engine, "purchase", "2010-11-07T02:29:59.999Z")).isEqualTo(Truth.TRUE);
        assertThat(lease(engine).flips()).containsExactly(flip("2010-11-07T02:30:00Z", Truth.FALSE));
        assertThat(happens(engine, "cancel", "2010-11-07T02:31:00Z")).isEqualTo(Truth.FALSE);
        assertThat(happens(engine, "purchase", "2010-11-07T02:45:00Z")).isEqualTo(Truth.TRUE);
        assertThat(lease(engine).flips()).containsExactly(flip("2010-11-08T03:30:00Z", Truth.FALSE));
    }

    @Test
    void monthHasItsLeapDay() {
        CustomerEngine engine = engine(Conditions.purchases(new Window.Calendar(Period.MONTH), 1));
        happens(engine, "purchase", "2024-02-29T23:59:59.999Z");
        assertThat(lease(engine).flips()).containsExactly(flip("2024-03-01T00:00:00Z", Truth.FALSE));
    }

    @Test
    void weekBeginsOnMondayAndMayCrossTheYear() {
        CustomerEngine engine = engine(Conditions.purchases(new Window.Calendar(Period.WEEK), 1));
        happens(engine, "purchase", "2024-12-30T00:00:00Z");
        assertThat(lease(engine).flips()).containsExactly(flip("2025-01-06T00:00:00Z", Truth.FALSE));
        happens(engine, "purchase", "2024-12-29T23:59:59.999Z");
        assertThat(lease(engine).flips()).containsExactly(flip("2025-01-06T00:00:00Z", Truth.FALSE));
    }

    @Test
    void quarterAndYearBeginOnTheirFirstDay() {
        CustomerEngine quarter = engine(Conditions.purchases(new Window.Calendar(Period.QUARTER), 1));
        happens(quarter, "purchase", "2023-11-15T00:00:00Z");
        assertThat(lease(quarter).flips()).containsExactly(flip("2024-01-01T00:00:00Z", Truth.FALSE));
        CustomerEngine year = engine(Conditions.purchases(new Window.Calendar(Period.YEAR), 1));
        year.onTouch(state);
        happens(year, "purchase", "2023-11-16T00:00:00Z");
        assertThat(lease(year).flips()).containsExactly(flip("2024-01-01T00:00:00Z", Truth.FALSE));
    }

    @Test
    void anotherTimeZoneIsAnotherDay() {
        CustomerEngine engine = engine(Conditions.purchases(new Window.Calendar(Period.DAY), 1));
        happens(engine, "purchase", "2024-06-01T23:00:00Z");
        happens(engine, "cancel", "2024-06-02T01:00:00Z");
        assertThat(lease(engine).value()).isEqualTo(Truth.FALSE);
        zone("America/New_York", "2024-06-02T01:30:00Z");
        assertThat(lease(engine).value()).isEqualTo(Truth.TRUE);
        zone("no zone at all", "2024-06-02T01:40:00Z");
        assertThat(lease(engine).value()).isEqualTo(Truth.FALSE);
    }

    @Test
    void sinceCountsOnlyWhatIsStrictlyLater() {
        CustomerEngine engine = engine(Conditions.compare(Function.COUNT, null, Window.LIFETIME, "return", Op.GE, 1));
        assertThat(happens(engine, "purchase", "2024-01-01T00:00:00Z")).isEqualTo(Truth.TRUE);
        assertThat(happens(engine, "return", "2024-01-02T00:00:00Z")).isEqualTo(Truth.FALSE);
        assertThat(happens(engine, "purchase", "2024-01-02T00:00:00Z")).isEqualTo(Truth.FALSE);
        assertThat(happens(engine, "purchase", "2024-01-02T00:00:00.001Z")).isEqualTo(Truth.TRUE);
    }

    @Test
    void sinceIsCorrectedByALateCut() {
        CustomerEngine engine =
                engine(Conditions.compare(Function.COUNT, null, new Window.LastN(3), "return", Op.GE, 2));
        happens(engine, "purchase", "2024-01-01T00:00:00Z");
        assertThat(happens(engine, "purchase", "2024-01-03T00:00:00Z")).isEqualTo(Truth.TRUE);
        assertThat(happens(engine, "return", "2024-01-02T00:00:00Z")).isEqualTo(Truth.FALSE);
    }

    @Test
    void nothingIsUnknownToFunctionsThatNeedSomething() {
        for (Function function : Function.values()) {
            CustomerEngine engine = engine(Conditions.compare(
                    function, function == Function.COUNT ? null : "amount", new Window.Sliding(10), Op.LE, 0));
            CustomerState empty = new CustomerState("c");
            engine.onEvent(empty, Events.order("x", "cancel", 0, 0, null));
            boolean zero = function == Function.COUNT || function == Function.SUM || function == Function.DISTINCT;
            Membership lease = engine.memberships(empty).get(0);
            assertThat(lease.value()).as("%s", function).isEqualTo(zero ? Truth.TRUE : Truth.UNKNOWN);
            assertThat(lease.reason()).isEqualTo(zero ? null : "no such event yet");
        }
    }

    @Test
    void ratioIsUnknownWhileTheDivisorIsZero() {
        Measure sum = measure("purchase", "amount", Function.SUM);
        Measure returned = measure("return", "amount", Function.SUM);
        CustomerEngine engine = engine(new Condition.Ratio(returned, sum, new Comparison(Op.GE, 500_000)));
        assertThat(happens(engine, "return", "2024-01-01T00:00:00Z")).isEqualTo(Truth.UNKNOWN);
        assertThat(lease(engine).reason()).isEqualTo("the divisor is 0");
        assertThat(happens(engine, "purchase", "2024-01-01T00:00:01Z")).isEqualTo(Truth.TRUE);
        happens(engine, "purchase", "2024-01-01T00:00:02Z");
        assertThat(happens(engine, "purchase", "2024-01-01T00:00:03Z")).isEqualTo(Truth.FALSE);
    }

    @Test
    void stepsAreStrictlyOneAfterAnother() {
        CustomerEngine engine = engine(sequence(null, 1_000, 0, UNBOUNDED));
        happens(engine, "cancel", "2024-01-01T00:00:00Z");
        assertThat(happens(engine, "purchase", "2024-01-01T00:00:00Z")).isEqualTo(Truth.FALSE);
        assertThat(happens(engine, "purchase", "2024-01-01T00:00:01.001Z")).isEqualTo(Truth.FALSE);
        assertThat(happens(engine, "purchase", "2024-01-01T00:00:01Z")).isEqualTo(Truth.TRUE);
    }

    @Test
    void completedChainIsSeenForAsLongAsTold() {
        CustomerEngine engine = engine(sequence(null, UNBOUNDED, 0, 5_000));
        happens(engine, "cancel", "2024-01-01T00:00:00Z");
        assertThat(happens(engine, "purchase", "2024-03-01T00:00:00Z")).isEqualTo(Truth.TRUE);
        assertThat(lease(engine).flips()).containsExactly(flip("2024-03-01T00:00:05Z", Truth.FALSE));
    }

    @Test
    void absenceBeginsWhenTimeHasRunOutAndEndsWhenItHappensAfterAll() {
        CustomerEngine engine = engine(new Sequence(
                List.of(Conditions.match("cancel")), Conditions.match("return"), null, 60_000, 5_000, UNBOUNDED));
        assertThat(happens(engine, "cancel", "2024-01-01T00:00:00Z")).isEqualTo(Truth.FALSE);
        assertThat(lease(engine).flips()).containsExactly(flip("2024-01-01T00:01:05Z", Truth.TRUE));
        happens(engine, "return", "2024-01-01T00:00:00Z");
        assertThat(lease(engine).flips()).containsExactly(flip("2024-01-01T00:01:05Z", Truth.TRUE));
        assertThat(happens(engine, "purchase", "2024-01-01T00:02:00Z")).isEqualTo(Truth.TRUE);
        assertThat(happens(engine, "return", "2024-01-01T00:03:00Z")).isEqualTo(Truth.FALSE);
        assertThat(lease(engine).flips()).isEmpty();
    }

    @Test
    void absenceAtTheVeryTimeOfALateCompletionDoesNotCloseIt() {
        CustomerEngine engine = engine(new Sequence(
                List.of(Conditions.match("cancel"), Conditions.match("purchase")),
                Conditions.match("return"),
                null,
                60_000,
                0,
                UNBOUNDED));
        happens(engine, "cancel", "2024-01-01T00:00:00Z");
        happens(engine, "return", "2024-01-01T00:01:00Z");
        happens(engine, "purchase", "2024-01-01T00:01:00Z");
        assertThat(lease(engine).flips()).containsExactly(flip("2024-01-01T00:02:00Z", Truth.TRUE));
    }

    @Test
    void eachKeyHasItsOwnEarliestOpenChain() {
        CustomerEngine engine = engine(Conditions.without("cancel", "return", "channel", 60_000));
        happens(engine, "cancel", "2024-01-01T00:00:00Z", "web");
        happens(engine, "cancel", "2024-01-01T00:00:10Z", "phone");
        happens(engine, "cancel", "2024-01-01T00:00:20Z", "web");
        assertThat(lease(engine).flips()).containsExactly(flip("2024-01-01T00:01:00Z", Truth.TRUE));
        happens(engine, "return", "2024-01-01T00:00:30Z", "web");
        assertThat(lease(engine).flips()).containsExactly(flip("2024-01-01T00:01:10Z", Truth.TRUE));
        happens(engine, "return", "2024-01-01T00:00:31Z", null);
        assertThat(lease(engine).flips()).containsExactly(flip("2024-01-01T00:01:10Z", Truth.TRUE));
    }

    @Test
    void absenceIsFoundAmongThousandsOfChains() {
        CustomerEngine engine = engine(Conditions.without("cancel", "return", "channel", 60_000));
        long begin = millis("2024-01-01T00:00:00Z");
        for (int i = 0; i < 2_000; i++) {
            String key = i == 1_800 ? "abandoned" : "k" + i % 50;
            engine.onEvent(state, Events.order("c" + i, "cancel", begin + i * 20L, 0, key));
            if (i != 1_800) {
                engine.onEvent(state, Events.order("r" + i, "return", begin + i * 20L + 10, 0, key));
            }
        }
        assertThat(lease(engine).flips()).containsExactly(new Flip(begin + 1_800 * 20L + 60_000, Truth.TRUE));
    }

    @Test
    void someOfManyIsUnknownOnlyWhileItMayGoEitherWay() {
        Condition yes = Conditions.compare(Function.COUNT, null, Window.LIFETIME, Op.GE, 0);
        Condition no = new Condition.Not(yes);
        Condition unknown = Conditions.compare(Function.LAST, "amount", Window.LIFETIME, Op.GE, 0);
        assertThat(atLeast(2, yes, yes, unknown)).isEqualTo(Truth.TRUE);
        assertThat(atLeast(2, yes, no, unknown)).isEqualTo(Truth.UNKNOWN);
        assertThat(atLeast(2, no, no, unknown)).isEqualTo(Truth.FALSE);
    }

    private static Truth atLeast(int n, Condition... parts) {
        CustomerState empty = new CustomerState("c");
        CustomerEngine engine = engine(new Condition.AtLeast(n, List.of(parts)));
        engine.onEvent(empty, Events.order("x", "cancel", 0, 0, null));
        return engine.memberships(empty).get(0).value();
    }

    private static Condition sequence(@Nullable String by, long within, long grace, long over) {
        return new Sequence(
                List.of(Conditions.match("cancel"), Conditions.match("purchase")), null, by, within, grace, over);
    }

    private static Measure measure(String type, String of, Function function) {
        return new Measure(new AggregateSpec(Conditions.match(type), of, Window.LIFETIME, null), function);
    }

    private static CustomerEngine engine(Condition condition) {
        return new CustomerEngine(SegmentPlan.compile(List.of(Conditions.segment("s", 0, condition))));
    }

    private void zone(String zone, String time) {
        engineOfZone()
                .onEvent(
                        state,
                        Events.profile(
                                "z" + events++,
                                millis(time),
                                Map.of("time_zone", new ProfileValue.Text(zone)),
                                List.of(),
                                Map.of()));
    }

    /** Any engine of the same plan does. */
    private CustomerEngine engineOfZone() {
        return engine(Conditions.purchases(new Window.Calendar(Period.DAY), 1));
    }

    private Truth happens(CustomerEngine engine, String type, String time) {
        return happens(engine, type, time, "web");
    }

    private Truth happens(CustomerEngine engine, String type, String time, @Nullable String channel) {
        engine.onEvent(state, Events.order("e" + events++, type, millis(time), 1_000_000, channel));
        return lease(engine).value();
    }

    private Membership lease(CustomerEngine engine) {
        return engine.memberships(state).get(0);
    }

    private static Flip flip(String at, Truth value) {
        return new Flip(millis(at), value);
    }

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}
