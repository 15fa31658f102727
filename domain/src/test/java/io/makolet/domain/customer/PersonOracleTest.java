package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.customer.MovingIds.Input;
import io.makolet.domain.customer.MovingIds.Told;
import io.makolet.domain.event.Event;
import io.makolet.domain.identity.Link;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random graphs of links among ids to whom things happen, messages that overtake each other, and restarts from an earlier
 * snapshot: in the end every person is as one id that got all events of their ids.
 */
class PersonOracleTest {

    private static final int GRAPHS = 10_000;
    private static final int RULES = 100;
    private static final long DAY = 24L * 60 * 60 * 1000;

    @Test
    void equalsOneIdHoweverLinksAndEventsRace() {
        List<CustomerEngine> engines = new ArrayList<>();
        for (int rules = 0; rules < RULES; rules++) {
            SegmentPlan plan = SegmentPlan.compile(
                    RandomCase.withoutStays(new RandomCase(rules).next().definitions()));
            engines.add(new CustomerEngine(plan, new EngineSettings(Duration.ofDays(36_500))));
        }
        int merged = 0;
        int members = 0;
        for (int seed = 0; seed < GRAPHS; seed++) {
            Race race = new Race(seed, engines.get(seed % RULES));
            race.run();
            merged += race.merged;
            members += race.members;
        }
        assertThat(merged).isGreaterThan(GRAPHS / 2);
        assertThat(members).isGreaterThan(GRAPHS / 2);
    }

    private static final class Race {

        private final int seed;
        private final Random random;
        private final CustomerEngine engine;
        private final List<String> ids = new ArrayList<>();
        private final List<Input> log = new ArrayList<>();
        private MovingIds job;
        private int merged;
        private int members;

        Race(int seed, CustomerEngine engine) {
            this.seed = seed;
            this.random = new Random(seed);
            this.engine = engine;
            this.job = new MovingIds(engine);
            int size = 2 + random.nextInt(6);
            for (int i = 0; i < size; i++) {
                ids.add((i % 3 == 0 ? "customer:" : "anonymous:") + i);
            }
            int inputs = 4 + random.nextInt(14);
            for (int i = 0; i < inputs; i++) {
                log.add(random.nextInt(3) == 0 ? link(i) : event(i));
            }
        }

        private Input link(int i) {
            int one = random.nextInt(ids.size());
            int other = (one + 1 + random.nextInt(ids.size() - 1)) % ids.size();
            long time = random.nextInt(10) == 0 ? random.nextInt(i + 1) : i;
            return new Input(
                    null,
                    Link.stated(ids.get(one), ids.get(other), random.nextInt(3) > 0, time, "s" + random.nextInt(9)));
        }

        private Input event(int i) {
            long time = 1_700_000_000_000L + i * DAY / 4 - (random.nextInt(6) == 0 ? random.nextInt(3) * DAY : 0);
            String id = ids.get(random.nextInt(ids.size()));
            String type = RandomCase.TYPES[random.nextInt(RandomCase.TYPES.length)];
            Event order = Events.order("e" + i, type, time, (random.nextInt(9) - 2) * 1_000_000L, "web");
            return new Input(Events.of(id, order), null);
        }

        void run() {
            MovingIds snapshot = job.restarted();
            int read = 0;
            int snapshotRead = 0;
            int kills = random.nextInt(3);
            boolean more = true;
            while (more) {
                if (read < log.size() && random.nextInt(3) > 0) {
                    job.take(log.get(read++));
                } else {
                    more = job.deliver(random) || read < log.size();
                }
                int fate = random.nextInt(16);
                if (fate == 0) {
                    snapshot = job.restarted();
                    snapshotRead = read;
                } else if (fate == 1 && kills > 0) {
                    kills--;
                    job = snapshot.restarted();
                    read = snapshotRead;
                    more = true;
                }
            }
            ids.forEach(this::compare);
        }

        private void compare(String id) {
            String where = "seed " + seed + ", " + id;
            String name = job.graph().person(id);
            Person person = job.person(id);
            if (!name.equals(id)) {
                assertThat(person).as(where).isNotNull();
                assertThat(goneTo(person)).as(where).isEqualTo(name);
                assertThat(job.told(id).values())
                        .as(where)
                        .extracting(Told::value)
                        .allMatch(Truth.FALSE::equals);
                merged++;
                return;
            }
            Set<String> together = job.graph().ids(id);
            CustomerState expected = new CustomerState(id);
            log.stream()
                    .map(Input::event)
                    .filter(event -> event != null && together.contains(event.customerId()))
                    .forEach(event -> engine.onEvent(expected, event));
            if (person != null) {
                assertThat(person.ids()).as(where).isEqualTo(together);
                assertThat(person.goneTo()).as(where).isNull();
                compare(where, expected, person.told(), job.told(id));
            }
        }

        /** As of an instant that both have come to; the transitions that were told say the same. */
        private void compare(String where, CustomerState expected, CustomerState told, Map<String, Told> transitions) {
            for (Membership lease : engine.memberships(told)) {
                Told last = transitions.get("s" + lease.segment() / 3);
                assertThat(last == null ? Truth.FALSE : last.value())
                        .as(where + ", s" + lease.segment() / 3)
                        .isEqualTo(last == null && lease.value() != Truth.TRUE ? Truth.FALSE : lease.value());
                members += lease.value() == Truth.TRUE ? 1 : 0;
            }
            long now = Math.max(expected.clock, told.clock);
            assertThat(as(now, told)).as(where).isEqualTo(as(now, expected));
        }

        private List<Membership> as(long now, CustomerState state) {
            CustomerState then = CustomerStateCodec.decode(CustomerStateCodec.encode(state));
            then.clock = now;
            engine.onMerge(then);
            return engine.memberships(then).stream()
                    .map(l -> new Membership(
                            l.segment(), l.definitionVersion(), l.value(), 0, l.flips(), l.validUntil(), null))
                    .toList();
        }

        private static @Nullable String goneTo(@Nullable Person person) {
            return person == null ? null : person.goneTo();
        }
    }
}
