package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.event.Event;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Membership.Flip;
import io.makolet.domain.segment.SampleHash;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Transition;
import io.makolet.domain.segment.Transition.Cause;
import io.makolet.domain.segment.Truth;
import io.makolet.domain.segment.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What conditions over days say at the midnights of a customer. */
class CalendarEdgesTest {

    private static final Condition BIRTHDAY = new Condition.Anniversary("birthday", 0, 1);
    private static final Condition WEEK_BEFORE = new Condition.Anniversary("birthday", -7, 0);

    private final CustomerState state = new CustomerState("c");
    private int events;

    @Test
    void anniversaryBeginsAndEndsAtMidnightOfTheCustomerWithoutAnEvent() {
        CustomerEngine engine = engine(BIRTHDAY);
        tell(engine, "2024-01-01T00:00:00Z", "time_zone", new ProfileValue.Text("Asia/Jerusalem"));
        tell(engine, "2024-01-01T00:00:00Z", "birthday", date("1980-03-29"));
        assertThat(engine.onTime(state, millis("2024-03-28T21:59:59.999Z")).changed())
                .isFalse();
        // The clock goes forward that night: the day has 23 hours.
        assertThat(engine.onTime(state, millis("2024-12-31T00:00:00Z")).transitions())
                .containsExactly(
                        new Transition("s0", 1, 1, Truth.TRUE, millis("2024-03-28T22:00:00Z"), Cause.TIMER, null),
                        new Transition("s0", 1, 2, Truth.FALSE, millis("2024-03-29T21:00:00Z"), Cause.TIMER, null));
    }

    @Test
    void leaseListsTheComingReturns() {
        CustomerEngine engine = engine(WEEK_BEFORE);
        tell(engine, "2023-03-01T00:00:00Z", "birthday", date("1980-02-29"));
        assertThat(lease(engine).value()).isEqualTo(Truth.FALSE);
        assertThat(lease(engine).flips())
                .containsExactly(
                        flip("2024-02-22T00:00:00Z", Truth.TRUE),
                        flip("2024-02-29T00:00:00Z", Truth.FALSE),
                        flip("2025-02-21T00:00:00Z", Truth.TRUE),
                        flip("2025-02-28T00:00:00Z", Truth.FALSE));
        assertThat(lease(engine).validUntil()).isEqualTo(millis("2026-02-21T00:00:00Z"));
    }

    @Test
    void dateItselfIsNoReturnAndOneToComeHasNoneForAYear() {
        CustomerEngine engine = engine(BIRTHDAY);
        tell(engine, "2024-05-05T12:00:00Z", "birthday", date("2024-05-05"));
        assertThat(lease(engine).value()).isEqualTo(Truth.FALSE);
        assertThat(lease(engine).flips().get(0)).isEqualTo(flip("2025-05-05T00:00:00Z", Truth.TRUE));
        tell(engine, "2024-05-05T13:00:00Z", "birthday", date("2024-09-01"));
        assertThat(lease(engine).flips().get(0)).isEqualTo(flip("2025-09-01T00:00:00Z", Truth.TRUE));
        tell(engine, "2024-05-05T14:00:00Z", "birthday", new ProfileValue.Date(LocalDate.MAX));
        assertThat(lease(engine).ends()).isFalse();
    }

    @Test
    void daysAfterAReturnMayLieInTheNextYear() {
        CustomerEngine engine = engine(new Condition.Anniversary("birthday", 300, 364));
        tell(engine, "2024-10-01T00:00:00Z", "birthday", date("1990-12-31"));
        assertThat(lease(engine).flips())
                .startsWith(flip("2024-10-26T00:00:00Z", Truth.TRUE), flip("2024-12-29T00:00:00Z", Truth.FALSE));
    }

    @Test
    void anniversaryIsUnknownWithoutTheDateAndSaysWhy() {
        CustomerEngine engine = engine(BIRTHDAY);
        tell(engine, "2024-05-05T12:00:00Z", "name", new ProfileValue.Text("x"));
        assertThat(lease(engine).value()).isEqualTo(Truth.UNKNOWN);
        assertThat(lease(engine).reason()).isEqualTo("p.birthday is not known");
        tell(engine, "2024-05-05T12:00:00Z", "birthday", new ProfileValue.Text("5 May"));
        assertThat(lease(engine).reason()).isEqualTo("p.birthday is no date");
        tell(engine, "2024-05-05T12:00:00Z", "birthday", date("1999-05-05"));
        assertThat(lease(engine).value()).isEqualTo(Truth.TRUE);
        assertThat(lease(engine).reason()).isNull();
    }

    @Test
    void customerWhoMovesHasTheMidnightsOfTheNewZone() {
        CustomerEngine engine = engine(BIRTHDAY);
        tell(engine, "2024-05-04T12:00:00Z", "birthday", date("1999-05-05"));
        assertThat(state.nextTimer()).isEqualTo(millis("2024-05-05T00:00:00Z"));
        tell(engine, "2024-05-04T13:00:00Z", "time_zone", new ProfileValue.Text("Pacific/Apia"));
        assertThat(lease(engine).value()).isEqualTo(Truth.TRUE);
        assertThat(state.nextTimer()).isEqualTo(millis("2024-05-05T11:00:00Z"));
    }

    @Test
    void dayThatAZoneLeavesOutIsNone() {
        CustomerEngine engine = engine(BIRTHDAY);
        tell(engine, "2011-12-01T00:00:00Z", "time_zone", new ProfileValue.Text("Pacific/Apia"));
        tell(engine, "2011-12-01T00:00:00Z", "birthday", date("1999-12-30"));
        assertThat(lease(engine).flips().get(0)).isEqualTo(flip("2012-12-29T10:00:00Z", Truth.TRUE));
    }

    @Test
    void seasonIsEverybodysFromTheirOwnMidnights() {
        CustomerEngine engine = engine(season("2024-04-09", "2024-05-01"));
        tell(engine, "2024-04-01T00:00:00Z", "time_zone", new ProfileValue.Text("America/Sao_Paulo"));
        assertThat(engine.onTime(state, millis("2024-04-09T02:59:59.999Z")).changed())
                .isFalse();
        assertThat(engine.onTime(state, millis("2024-12-31T00:00:00Z")).transitions())
                .containsExactly(
                        new Transition("s0", 1, 1, Truth.TRUE, millis("2024-04-09T03:00:00Z"), Cause.TIMER, null),
                        new Transition("s0", 1, 2, Truth.FALSE, millis("2024-05-01T03:00:00Z"), Cause.TIMER, null));
    }

    @Test
    void seasonThatLastsIsToldWithTheFirstEvent() {
        CustomerEngine engine = engine(season("2024-04-09", "2024-05-01"));
        Event first = Events.order("p", "purchase", millis("2024-04-30T23:59:59.999Z"), 1_000_000, null);
        assertThat(engine.onEvent(state, first).transitions())
                .containsExactly(new Transition("s0", 1, 1, Truth.TRUE, first.time(), Cause.EVENT, "p"));
        assertThat(lease(engine).flips())
                .containsExactly(
                        flip("2024-05-01T00:00:00Z", Truth.FALSE), flip("2030-01-01T00:00:00Z", Truth.UNKNOWN));
        assertThat(lease(engine).validUntil()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void seasonMayHaveMoreDaysThanALeaseLists() {
        List<Integer> edges = IntStream.range(0, 100)
                .map(i -> day("2024-01-01") + 3 * i)
                .boxed()
                .toList();
        Condition.Season often = new Condition.Season(edges, day("2000-01-01"), day("2030-01-01"), "often");
        CustomerEngine engine = engine(often, new Condition.All(List.of(often, new Condition.Not(often))));
        tell(engine, "2023-12-01T00:00:00Z", "name", new ProfileValue.Text("x"));
        assertThat(lease(engine).flips()).hasSize(4);
        assertThat(lease(engine).validUntil()).isEqualTo(millis("2024-01-13T00:00:00Z"));
        assertThat(engine.memberships(state).get(1))
                .isEqualTo(new Membership(
                        1, 1, Truth.FALSE, Long.MIN_VALUE, List.of(), millis("2024-01-25T00:00:00Z"), null));
        List<Transition> told =
                engine.onTime(state, millis("2029-12-31T00:00:00Z")).transitions();
        assertThat(told)
                .extracting(Transition::effectiveAt)
                .isEqualTo(
                        edges.stream().map(edge -> edge * 24L * 60 * 60 * 1000).toList());
        assertThat(lease(engine).flips()).containsExactly(flip("2030-01-01T00:00:00Z", Truth.UNKNOWN));
    }

    @Test
    void seasonIsUnknownOutsideItsTableAndSaysWhy() {
        CustomerEngine engine = engine(season("2024-04-09", "2024-05-01"));
        tell(engine, "2029-12-31T23:59:59.999Z", "name", new ProfileValue.Text("x"));
        assertThat(lease(engine).value()).isEqualTo(Truth.FALSE);
        tell(engine, "2030-01-01T00:00:00Z", "name", new ProfileValue.Text("y"));
        assertThat(lease(engine).value()).isEqualTo(Truth.UNKNOWN);
        assertThat(lease(engine).reason()).isEqualTo("feast is known from 2000-01-01 until 2030-01-01 only");
        assertThat(lease(engine).ends()).isFalse();
    }

    @Test
    void equalSeasonsAreOneHoweverTheyAreWritten() {
        Condition feast = season("2024-04-09", "2024-05-01");
        Condition same = new Condition.Season(
                ((Condition.Season) feast).edges(), day("2000-01-01"), day("2030-01-01"), "the feast");
        CustomerEngine engine = engine(feast, same);
        tell(engine, "2024-04-01T00:00:00Z", "name", new ProfileValue.Text("x"));
        assertThat(engine.touchedLeaves()).isEqualTo(1);
        engine.onEvent(state, Events.order("p", "purchase", millis("2024-04-02T00:00:00Z"), 1_000_000, null));
        assertThat(engine.touchedLeaves()).isEqualTo(1);
        assertThat(engine.memberships(state)).extracting(Membership::ends).containsExactly(true, true);
    }

    @Test
    void refusesATableThatIsOutOfOrder() {
        for (List<Integer> edges : List.of(List.of(3), List.of(3, 3), List.of(4, 3), List.of(-1, 3), List.of(1, 11))) {
            assertThatThrownBy(() -> new Condition.Season(edges, 0, 10, "feast"))
                    .hasMessage("season of the days " + edges
                            + " from 0 until 10, expected pairs of ascending days from the one until the other");
        }
    }

    @Test
    void sampleIsByTheIdAndForEver() {
        Condition half = new Condition.Sample("pilot", 5_000);
        int in = 0;
        for (int i = 0; i < 1_000; i++) {
            CustomerState somebody = new CustomerState("customer-" + i);
            CustomerEngine engine = engine(half);
            engine.onEvent(somebody, Events.order("p", "purchase", i, 1_000_000, null));
            Membership lease = engine.memberships(somebody).get(0);
            assertThat(lease.value()).isEqualTo(Truth.of(SampleHash.of("pilot", "customer-" + i) < 5_000));
            assertThat(lease.ends()).isFalse();
            in += lease.value() == Truth.TRUE ? 1 : 0;
        }
        // Four standard deviations.
        assertThat(in).isBetween(437, 563);
    }

    @Test
    void equalConditionsAreOneAndCostEventsNothing() {
        CustomerEngine engine = new CustomerEngine(SegmentPlan.compile(List.of(
                Conditions.segment("a", 0, BIRTHDAY),
                Conditions.segment("b", 1, new Condition.Anniversary("birthday", 0, 1)),
                Conditions.segment("c", 2, Conditions.purchases(Window.LIFETIME, 5)))));
        long before = engine.touchedLeaves();
        tell(engine, "2024-05-04T12:00:00Z", "birthday", date("1999-05-05"));
        engine.interesting(state);
        assertThat(engine.touchedLeaves() - before).isEqualTo(1);
        before = engine.touchedLeaves();
        long segments = engine.evaluatedSegments();
        engine.onEvent(state, Events.order("p", "purchase", millis("2024-05-04T13:00:00Z"), 1_000_000, null));
        tell(engine, "2024-05-04T14:00:00Z", "name", new ProfileValue.Text("x"));
        assertThat(engine.touchedLeaves()).isEqualTo(before);
        assertThat(engine.evaluatedSegments()).isEqualTo(segments);
    }

    @Test
    void refusesDaysThatAreNone() {
        assertThatThrownBy(() -> new Condition.Anniversary("d", 3, 3))
                .hasMessage("anniversary from 3 to 3 days, expected -364 to 364, the first the lesser by at most 364");
        assertThatThrownBy(() -> new Condition.Anniversary("d", -200, 200))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static CustomerEngine engine(Condition... conditions) {
        List<Definition> definitions = new ArrayList<>();
        for (Condition condition : conditions) {
            definitions.add(Conditions.segment("s" + definitions.size(), definitions.size(), condition));
        }
        return new CustomerEngine(SegmentPlan.compile(definitions));
    }

    private void tell(CustomerEngine engine, String time, String field, ProfileValue value) {
        engine.onEvent(state, Events.profile("e" + events++, millis(time), Map.of(field, value), List.of(), Map.of()));
    }

    private Membership lease(CustomerEngine engine) {
        return engine.memberships(state).get(0);
    }

    private static Condition season(String first, String end) {
        return new Condition.Season(List.of(day(first), day(end)), day("2000-01-01"), day("2030-01-01"), "feast");
    }

    private static int day(String day) {
        return (int) LocalDate.parse(day).toEpochDay();
    }

    private static ProfileValue date(String day) {
        return new ProfileValue.Date(LocalDate.parse(day));
    }

    private static Flip flip(String at, Truth value) {
        return new Flip(millis(at), value);
    }

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}
