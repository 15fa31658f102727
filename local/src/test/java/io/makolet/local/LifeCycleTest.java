package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LifeCycleTest {

    private static final long NOW = 1_700_000_000_000L;

    private DefinitionLog log = new DefinitionLog(Map.of(), Map.of());

    @Test
    void endsADefinitionWithItsNextVersion() {
        publish(segment("a", ">= 2"));
        Definition retired = LifeCycle.retire(log, "a", NOW);
        assertThat(retired.status()).isEqualTo(Status.RETIRED);
        assertThat(retired.version()).isEqualTo(2);
        assertThat(retired.index()).isZero();
    }

    @Test
    void givesOneThatComesBackTheNextVersionAndItsIndex() {
        publish(segment("a", ">= 2"));
        take(LifeCycle.retire(log, "segment/a", NOW));
        publish(segment("a", ">= 2"));
        assertThat(log.find("segment/a"))
                .hasValueSatisfying(back -> assertThat(List.of(back.version(), back.index(), back.status()))
                        .isEqualTo(List.of(3, 0, Status.LIVE)));
    }

    @Test
    void refusesToEndWhatOthersReferTo() {
        publish(segment("a", ">= 2"), refers("b", "a"));
        assertThatThrownBy(() -> LifeCycle.retire(log, "a", NOW))
                .isInstanceOf(InvalidInput.class)
                .hasMessage(
                        "segment a can't be retired: the live segment b refers to segment a, expected that it is live");
        take(LifeCycle.retire(log, "b", NOW));
        assertThat(LifeCycle.retire(log, "a", NOW).status()).isEqualTo(Status.RETIRED);
    }

    @Test
    void refusesToEndAProfileThatOthersRead() {
        publish(
                "kind: Profile\nid: told\nfields:\n  age: {type: number, description: Years.}\n",
                "kind: Segment\nid: old\nowner: me@shop\ntitle: Old\nwhen:\n  cel: p.age >= 60.0\n");
        assertThatThrownBy(() -> LifeCycle.retire(log, "told", NOW))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("profile field age would be gone")
                .hasMessageContaining("segment old");
    }

    @Test
    void refusesToEndWhatIsNotThereOrEndedAlready() {
        publish(segment("a", ">= 2"));
        take(LifeCycle.retire(log, "a", NOW));
        assertThatThrownBy(() -> LifeCycle.retire(log, "a", NOW))
                .hasMessage("segment a is retired since version 2, expected one that is live");
        assertThatThrownBy(() -> LifeCycle.retire(log, "x", NOW))
                .hasMessage("definition 'x' is not published, expected an id that makolet list shows");
    }

    @Test
    void goesBackToTheLastVersionThatSaidSomethingElse() {
        publish(segment("a", ">= 2"));
        publish(segment("a", ">= 3"));
        Definition back = LifeCycle.rollback(log, "a", OptionalInt.empty(), NOW);
        assertThat(back.version()).isEqualTo(3);
        assertThat(back.source()).contains(">= 2");
        take(back);
        assertThat(LifeCycle.rollback(log, "a", OptionalInt.of(2), NOW).source())
                .contains(">= 3");
        assertThatThrownBy(() -> LifeCycle.rollback(log, "a", OptionalInt.of(1), NOW))
                .hasMessage("version 1 of segment a, expected one of those that say something else: 2");
        take(LifeCycle.retire(log, "a", NOW));
        assertThat(LifeCycle.rollback(log, "a", OptionalInt.empty(), NOW))
                .satisfies(live ->
                        assertThat(List.of(live.version(), live.status())).isEqualTo(List.of(5, Status.LIVE)));
    }

    @Test
    void refusesToGoBackToWhatDoesNotFitAnyMore() {
        publish(segment("a", ">= 2"), refers("b", "a"));
        publish(segment("a", ">= 2"), segment("b", ">= 5"));
        take(LifeCycle.retire(log, "a", NOW));
        assertThatThrownBy(() -> LifeCycle.rollback(log, "b", OptionalInt.empty(), NOW))
                .hasMessage(
                        "segment b can't be rolled back: the live segment b refers to segment a, expected that it is live");
    }

    @Test
    void hasNothingToGoBackToAfterTheFirstVersion() {
        publish(segment("a", ">= 2"));
        assertThatThrownBy(() -> LifeCycle.rollback(log, "a", OptionalInt.empty(), NOW))
                .hasMessage("an earlier version of segment a, expected one that says something else; none is kept");
    }

    @Test
    void keepsOnlyTheLastVersions() {
        for (int i = 1; i <= DefinitionLog.MOST_EARLIER + 3; i++) {
            publish(segment("a", ">= " + i));
        }
        assertThat(log.keptWithNext("segment/a")).hasSize(DefinitionLog.MOST_EARLIER);
    }

    private void publish(String... documents) {
        Publication.of(PublicationTest.drafts(documents), log, NOW).changed().forEach(this::take);
    }

    /** As the writer and the log do. */
    private void take(Definition next) {
        Map<String, Definition> latest = new TreeMap<>(log.latest());
        Map<String, List<Definition>> earlier = new TreeMap<>(log.earlier());
        Map<String, Integer> highest = new TreeMap<>(log.highestIndex());
        earlier.put(next.key(), new ArrayList<>(log.keptWithNext(next.key())));
        latest.put(next.key(), next);
        highest.merge(next.body().kind(), next.index(), Math::max);
        log = new DefinitionLog(latest, highest, Map.of(), earlier, new TreeMap<>(), -1);
    }

    private static String segment(String id, String threshold) {
        return "kind: Segment\nid: " + id + "\nowner: me@shop\ntitle: t\nwhen:\n"
                + "  aggregate: {event: purchase, fn: count, over: 30d, is: \"" + threshold + "\"}\n";
    }

    private static String refers(String id, String other) {
        return "kind: Segment\nid: " + id + "\nowner: me@shop\ntitle: t\nwhen:\n  in: " + other + "\n";
    }
}
