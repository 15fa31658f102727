package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.event.Event;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Transition;
import io.makolet.domain.segment.Truth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** States that were kept apart and are put together, against an engine that got all events under one id. */
class CustomerStatesTest {

    private static final int CASES = 1_500;
    private static final String PERSON = "c";

    @Test
    void equalsOneIdThatGotAllEvents() {
        int members = 0;
        for (int seed = 0; seed < CASES; seed++) {
            members += new Lives(seed).compare();
        }
        assertThat(members).isGreaterThan(CASES / 2);
    }

    @Test
    void takesAProfileFieldFromTheIdThatHadAnEventLast() {
        CustomerState early = lived("a", Events.profile("1", 10, age(1), List.of(), Map.of()));
        CustomerState late = lived("b", Events.profile("2", 20, age(2), List.of(), Map.of()));
        assertThat(union(late, early).profile()).isEqualTo(age(2));
        assertThat(union(early, late).profile()).isEqualTo(age(2));
    }

    @Test
    void keepsARefusalOfConsentThatWasGivenUnderAnotherId() {
        CustomerState refused = lived("a", Events.profile("1", 10, Map.of(), List.of(), Map.of("marketing", false)));
        CustomerState given = lived("b", Events.profile("2", 20, Map.of(), List.of(), Map.of("marketing", true)));
        assertThat(union(given, refused).consent()).containsExactly(Map.entry("marketing", false));
        assertThat(union(given).consent()).containsExactly(Map.entry("marketing", true));
    }

    @Test
    void addsInterestsUp() {
        CustomerState one = lived("a", Events.click("1", "cart_add", 10_000_000, "tea"));
        CustomerState other = lived(
                "b",
                Events.click("2", "cart_add", 20_000_000, "tea"),
                Events.order("3", "purchase", 30_000_000, 1_000_000, "web"));
        CustomerState both = lived(
                "a",
                Events.click("1", "cart_add", 10_000_000, "tea"),
                Events.click("2", "cart_add", 20_000_000, "tea"),
                Events.order("3", "purchase", 30_000_000, 1_000_000, "web"));
        CustomerState person = union(one, other);
        assertThat(person.activity).isEqualTo(both.activity);
        assertThat(person.affinities).hasSameSizeAs(both.affinities);
        person.affinities.forEach((category, affinity) -> assertThat(affinity.value())
                .isCloseTo(both.affinities.getOrDefault(category, Decayed.ZERO).value(), Offset.offset(1e-12)));
        assertThat(person.applied()).isEqualTo(3);
        assertThat(person.lastEventId).isEqualTo("3");
    }

    @Test
    void knowsASecondDeliveryOfAnEventOfAnyId() {
        Event event = Events.order("1", "purchase", 10, 1_000_000, "web");
        CustomerState person = union(lived("a", event), lived("b", Events.order("2", "purchase", 5, 0, "web")));
        CustomerEngine engine = new CustomerEngine(SegmentPlan.compile(List.of()));
        engine.onMerge(person);
        assertThat(engine.onEvent(person, event).duplicate()).isTrue();
        assertThat(engine.onEvent(person, Events.order("3", "purchase", 7, 0, "web"))
                        .duplicate())
                .isFalse();
    }

    @Test
    void countsAPersonsViewsOnWhenAnIdGoes() {
        CustomerState a = lived("a", Events.order("1", "purchase", 10, 0, "web"));
        CustomerState b = lived("b", Events.order("2", "purchase", 20, 0, "web"));
        CustomerState person = union(a, b);
        CustomerEngine engine = new CustomerEngine(SegmentPlan.compile(List.of()));
        engine.onMerge(person);
        long revision = person.revision;
        CustomerState left = CustomerStates.union(SegmentPlan.compile(List.of()), person, List.of(a));
        engine.onMerge(left);
        assertThat(left.applied()).isEqualTo(2);
        assertThat(left.revision).isGreaterThan(revision);
        assertThat(left.clock()).isEqualTo(20);
    }

    private static Map<String, ProfileValue> age(int age) {
        return Map.of("age", new ProfileValue.Numeric(age));
    }

    private static CustomerState lived(String id, Event... events) {
        CustomerEngine engine = new CustomerEngine(SegmentPlan.compile(List.of()));
        CustomerState state = new CustomerState(id);
        for (Event event : events) {
            engine.onEvent(state, event);
        }
        return state;
    }

    private static CustomerState union(CustomerState... states) {
        return CustomerStates.union(SegmentPlan.compile(List.of()), states[0], List.of(states));
    }

    /** A random history of several ids, some of which are one person's; what is in the profile is known of each of them. */
    private static final class Lives {

        private final int seed;
        private final Random random;
        private final List<CustomerState> ids = new ArrayList<>();
        private final int persons;
        private CustomerState single = new CustomerState(PERSON);
        private SegmentPlan plan;
        private CustomerEngine engine;
        private final OracleCase oracleCase;
        private int members;

        Lives(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.oracleCase = new RandomCase(seed).next();
            int size = 2 + random.nextInt(3);
            for (int i = 0; i < size; i++) {
                ids.add(new CustomerState(i == 0 ? PERSON : "other" + i));
            }
            persons = 1 + random.nextInt(size);
            plan = SegmentPlan.compile(RandomCase.withoutStays(oracleCase.definitions()));
            engine = engine();
        }

        int compare() {
            for (OracleCase.Step step : oracleCase.steps()) {
                if (step instanceof OracleCase.Happens happens) {
                    happens(happens.event());
                } else if (step instanceof OracleCase.Published published) {
                    publish(RandomCase.withoutStays(published.definitions()));
                } else if (step instanceof OracleCase.Announced announced) {
                    publish(RandomCase.withoutStays(announced.definitions()));
                } else if (step instanceof OracleCase.Stored) {
                    ids.replaceAll(Lives::stored);
                }
                if (random.nextInt(6) == 0) {
                    merge();
                }
            }
            merge();
            return members;
        }

        private void happens(Event event) {
            int id = Math.floorMod(event.id().hashCode(), ids.size());
            boolean profile = event.type().equals("profile_update");
            for (int i = 0; i < ids.size(); i++) {
                if (profile || i == id) {
                    engine.onEvent(ids.get(i), event);
                }
            }
            if (profile || id < persons) {
                engine.onEvent(single, event);
            }
        }

        private void publish(List<Definition> definitions) {
            plan = SegmentPlan.compile(definitions);
            engine = engine();
            ids.forEach(state -> visit(state));
            visit(single);
        }

        private void visit(CustomerState state) {
            if (state.applied() > 0) {
                engine.onDefinitions(state);
            }
        }

        /** Puts the person together, as of an instant that all have come to, and goes on with a few events of theirs. */
        private void merge() {
            if (single.applied() == 0) {
                return;
            }
            long now = Math.max(single.clock(), latest()) + random.nextInt(100_000);
            CustomerState person = stored(CustomerStates.union(plan, ids.get(0), ids.subList(0, persons)));
            CustomerState expected = stored(single);
            expected.clock = now;
            person.clock = now;
            engine.onMerge(expected);
            Outcome outcome = engine.onMerge(person);
            outcome.transitions().forEach(t -> assertThat(t.cause()).isEqualTo(Transition.Cause.MERGE));
            leases(expected, person);
            for (int i = 0; i < 3; i++) {
                now += random.nextInt(200_000);
                Event more = Events.order("more" + i, RandomCase.TYPES[i], now - random.nextInt(100), 1_000_000, "web");
                engine.onEvent(expected, more);
                engine.onEvent(person, more);
                leases(expected, person);
            }
        }

        private long latest() {
            return ids.stream().mapToLong(CustomerState::clock).max().orElseThrow();
        }

        private void leases(CustomerState expected, CustomerState person) {
            List<Membership> leases = engine.memberships(person);
            members +=
                    (int) leases.stream().filter(l -> l.value() == Truth.TRUE).count();
            assertThat(withoutPast(leases)).as("seed %d", seed).isEqualTo(withoutPast(engine.memberships(expected)));
            assertThat(person.nextTimer()).as("seed %d", seed).isEqualTo(expected.nextTimer());
        }

        /** Since when it holds is told as it was told before; why it is unknown, as of when it became so. */
        private static List<Membership> withoutPast(List<Membership> leases) {
            return leases.stream()
                    .map(l -> new Membership(
                            l.segment(), l.definitionVersion(), l.value(), 0, l.flips(), l.validUntil(), null))
                    .toList();
        }

        private CustomerEngine engine() {
            return new CustomerEngine(plan, new EngineSettings(Duration.ofDays(36_500)));
        }

        private static CustomerState stored(CustomerState state) {
            return CustomerStateCodec.decode(CustomerStateCodec.encode(state));
        }
    }
}
