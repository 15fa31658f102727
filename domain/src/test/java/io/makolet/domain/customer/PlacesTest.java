package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.Site;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What conditions over places say. */
class PlacesTest {

    private static final Site DIZENGOFF = new Site("tel-aviv-1", 32.0775, 34.7740);
    private static final Site JAFFA = new Site("jaffa", 32.0540, 34.7530);
    private static final Site HAIFA = new Site("haifa", 32.8191, 34.9983);
    private static final ProfileValue FLORENTIN = new ProfileValue.Place(32.0565, 34.7690, "Florentin");
    private static final ProfileValue CARMEL = new ProfileValue.Place(32.80, 34.98, null);

    private final CustomerState state = new CustomerState("c");
    private int events;

    @Test
    void nearIsUpToADistanceFromAPlace() {
        CustomerEngine engine = engine(new Condition.Near("home", DIZENGOFF, 5_000));
        assertThat(moves(engine, FLORENTIN).value()).isEqualTo(Truth.TRUE);
        assertThat(moves(engine, CARMEL).value()).isEqualTo(Truth.FALSE);
        assertThat(moves(engine, new ProfileValue.Place(32.0775, 34.7740, null)).value())
                .isEqualTo(Truth.TRUE);
        assertThat(lease(engine).ends()).isFalse();
    }

    @Test
    void nearestIsTheOneOfAllThatIsLeastFar() {
        List<Site> all = List.of(DIZENGOFF, JAFFA, HAIFA);
        CustomerEngine jaffa = engine(new Condition.Nearest("home", all, List.of("jaffa"), 30_000));
        assertThat(moves(jaffa, FLORENTIN).value()).isEqualTo(Truth.TRUE);
        assertThat(moves(jaffa, CARMEL).value()).isEqualTo(Truth.FALSE);
        CustomerEngine others = engine(new Condition.Nearest("home", all, List.of("tel-aviv-1", "haifa"), 30_000));
        assertThat(moves(others, FLORENTIN).value()).isEqualTo(Truth.FALSE);
        assertThat(moves(others, CARMEL).value()).isEqualTo(Truth.TRUE);
        CustomerEngine close = engine(new Condition.Nearest("home", all, List.of("haifa"), 1_000));
        assertThat(moves(close, CARMEL).value()).isEqualTo(Truth.FALSE);
    }

    @Test
    void firstByIdIsNearestOfTwoAtOnePlace() {
        List<Site> twins = List.of(new Site("b", 32, 34), new Site("a", 32, 34));
        assertThat(moves(engine(new Condition.Nearest("home", twins, List.of("a"), 100_000)), FLORENTIN)
                        .value())
                .isEqualTo(Truth.TRUE);
        assertThat(moves(engine(new Condition.Nearest("home", twins, List.of("b"), 100_000)), FLORENTIN)
                        .value())
                .isEqualTo(Truth.FALSE);
    }

    @Test
    void placeThatIsMissingMakesItUnknownAndSaysWhy() {
        for (Condition condition : List.of(
                new Condition.Near("home", DIZENGOFF, 5_000),
                new Condition.Nearest("home", List.of(DIZENGOFF), List.of("tel-aviv-1"), 5_000))) {
            CustomerEngine engine = engine(condition);
            CustomerState stranger = new CustomerState("x");
            engine.onEvent(stranger, Events.order("p", "purchase", 1, 1_000_000, null));
            assertThat(engine.memberships(stranger).get(0).reason()).isEqualTo("p.home is not known");
            assertThat(moves(engine, new ProfileValue.Text("here")).reason()).isEqualTo("p.home is no place");
        }
    }

    @Test
    void equalPlacesAreOneHoweverTheyAreCalledAndCostEventsNothing() {
        CustomerEngine engine = engine(
                new Condition.Near("home", DIZENGOFF, 5_000),
                new Condition.Near("home", new Site("", 32.0775, 34.7740), 5_000),
                new Condition.Nearest("home", List.of(JAFFA, HAIFA), List.of("haifa", "jaffa"), 1_000),
                new Condition.Nearest("home", List.of(HAIFA, JAFFA), List.of("jaffa", "haifa"), 1_000));
        moves(engine, FLORENTIN);
        assertThat(engine.touchedLeaves()).isEqualTo(2);
        long segments = engine.evaluatedSegments();
        engine.onEvent(state, Events.order("p", "purchase", 1_000, 1_000_000, null));
        assertThat(engine.touchedLeaves()).isEqualTo(2);
        assertThat(engine.evaluatedSegments()).isEqualTo(segments);
    }

    @Test
    void refusesWhatIsNoPlaceOrDistance() {
        assertThatThrownBy(() -> new Site("a", 90.1, 0))
                .hasMessage("site a at 90.1, 0.0, expected a latitude of -90 to 90 and a longitude of -180 to 180");
        assertThatThrownBy(() -> new Site("a", 0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Condition.Near("home", JAFFA, 0))
                .hasMessage("distance of 0 m, expected 1 to 20000000");
        assertThatThrownBy(() -> new Condition.Nearest("home", List.of(JAFFA), List.of("haifa"), 1))
                .hasMessageStartingWith("nearest in [haifa] of [Site[id=jaffa");
        assertThatThrownBy(() -> new Condition.Nearest("home", List.of(JAFFA, JAFFA), List.of("jaffa"), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static CustomerEngine engine(Condition... conditions) {
        List<Definition> definitions = new ArrayList<>();
        for (Condition condition : conditions) {
            definitions.add(Conditions.segment("s" + definitions.size(), definitions.size(), condition));
        }
        return new CustomerEngine(SegmentPlan.compile(definitions));
    }

    private Membership moves(CustomerEngine engine, ProfileValue home) {
        engine.onEvent(state, Events.profile("e" + events++, events, Map.of("home", home), List.of(), Map.of()));
        return lease(engine);
    }

    private Membership lease(CustomerEngine engine) {
        return engine.memberships(state).get(0);
    }
}
