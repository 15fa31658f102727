package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.PlanOutline;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happens to one customer, to be done by the engine and by the oracle alike. */
public record OracleCase(List<Definition> definitions, List<Step> steps) {

    /** One thing that happens. */
    public sealed interface Step {}

    /** An event comes. */
    public record Happens(Event event) implements Step {}

    /** So much time passes, in milliseconds, from the customer's clock. */
    public record Passes(long millis) implements Step {}

    /** Other definitions are published, and the customer is visited. */
    public record Published(List<Definition> definitions) implements Step {}

    /** Other definitions are published, and the customer is not visited before something else happens to them. */
    public record Announced(List<Definition> definitions) implements Step {}

    /** The state is packed and unpacked. */
    public record Stored() implements Step {}

    /** What goes wrong; empty where nothing does. */
    Optional<Throwable> failure() {
        try {
            run();
            return Optional.empty();
        } catch (RuntimeException | AssertionError e) {
            return Optional.of(e);
        }
    }

    /** Compares every transition, and every lease around each of its flips, after every step. */
    void run() {
        new Run().all();
    }

    private final class Run {

        /** Outlines are known of so many plans; a customer who was evaluated under an older one is evaluated all anew. */
        private static final int REMEMBERED = 3;

        private final List<PlanOutline> outlines = new ArrayList<>();
        private List<Definition> live = live(definitions);
        private CustomerEngine engine = engine(definitions);
        private final NaiveCustomer oracle = new NaiveCustomer("c", definitions);
        private CustomerState state = new CustomerState("c");
        private @Nullable List<Definition> announced;

        /** What the customer's view said before definitions were announced that they have not been visited for. */
        private List<Membership> told = List.of();

        void all() {
            for (int i = 0; i < steps.size(); i++) {
                String where = "step " + i + ", " + Paste.step(steps.get(i));
                step(steps.get(i), where);
                if (state.applied() > 0 && announced == null) {
                    assertThat(state.clock()).as(where).isGreaterThanOrEqualTo(oracle.clock());
                    oracle.advanceClock(state.clock());
                    leases(where);
                }
            }
        }

        private void step(Step step, String where) {
            if (step instanceof Happens happens) {
                Outcome outcome = engine.onEvent(state, happens.event());
                List<NaiveCustomer.Told> expected = outcome.duplicate() ? new ArrayList<>() : visit();
                expected.addAll(oracle.onEvent(happens.event()));
                compare(where, outcome, expected);
            } else if (step instanceof Passes passes && state.applied() > 0) {
                long through = state.clock() + passes.millis();
                List<NaiveCustomer.Told> expected = visit();
                expected.addAll(oracle.onTime(through));
                compare(where, engine.onTime(state, through), expected);
            } else if (step instanceof Published published) {
                announce(published.definitions());
                if (state.applied() > 0) {
                    published(where);
                } else {
                    visit();
                }
            } else if (step instanceof Announced now) {
                announce(now.definitions());
            } else if (step instanceof Stored) {
                state = stored();
            }
        }

        private void announce(List<Definition> definitions) {
            if (announced == null) {
                told = engine.interesting(stored());
            }
            announced = definitions;
            live = live(definitions);
            engine = engine(definitions);
        }

        /** The oracle evaluates the customer under what was announced last. */
        private List<NaiveCustomer.Told> visit() {
            List<NaiveCustomer.Told> told =
                    announced == null ? new ArrayList<>() : new ArrayList<>(oracle.onDefinitions(announced));
            announced = null;
            return told;
        }

        /** Where nothing of interest changes, the state stays as it was, and everything else goes on as if it had not. */
        private void published(String where) {
            CustomerState before = stored();
            List<Membership> interesting = withoutReasons(engine.interesting(stored()));
            Outcome outcome = engine.onDefinitions(state);
            compare(where, outcome, visit());
            if (!outcome.changed()) {
                assertThat(outcome.transitions()).as(where).isEmpty();
                assertThat(withoutReasons(engine.interesting(state))).as(where).isEqualTo(interesting);
                leases(where + ", visited");
                stillHolds(where);
                state = before;
            }
        }

        /** The view that was told before says of each segment what it would say if it were told again. */
        private void stillHolds(String where) {
            for (Membership now : engine.memberships(stored())) {
                Definition definition = live.stream()
                        .filter(d -> d.index() == now.segment())
                        .findFirst()
                        .orElseThrow();
                String purpose =
                        ((Definition.SegmentBody) definition.body()).segment().purpose();
                if (purpose != null && !state.consent().getOrDefault(purpose, false)) {
                    // Who reads the view sees to consent.
                    continue;
                }
                Membership before = told.stream()
                        .filter(m -> m.segment() == now.segment())
                        .findFirst()
                        .orElse(new Membership(
                                now.segment(), 0, Truth.FALSE, Long.MIN_VALUE, List.of(), Long.MAX_VALUE, null));
                assertThat(List.of(before.value(), before.flips(), before.validUntil()))
                        .as("%s, %s", where, definition.id())
                        .isEqualTo(List.of(now.value(), now.flips(), now.validUntil()));
            }
        }

        private CustomerState stored() {
            return CustomerStateCodec.decode(CustomerStateCodec.encode(state));
        }

        /** The oracle remembers ids forever. */
        private CustomerEngine engine(List<Definition> definitions) {
            SegmentPlan plan = SegmentPlan.compile(definitions);
            CustomerEngine result =
                    new CustomerEngine(plan, new EngineSettings(Duration.ofDays(36_500)), List.copyOf(outlines));
            outlines.add(PlanOutline.decode(PlanOutline.of(plan).encode()));
            if (outlines.size() > REMEMBERED) {
                outlines.remove(0);
            }
            return result;
        }

        private static List<Definition> live(List<Definition> definitions) {
            return definitions.stream()
                    .filter(d -> d.status() == Definition.Status.LIVE)
                    .toList();
        }

        private void compare(String where, Outcome outcome, List<NaiveCustomer.Told> expected) {
            List<NaiveCustomer.Told> told = outcome.transitions().stream()
                    .map(t -> new NaiveCustomer.Told(t.segmentId(), t.sequence(), t.value(), t.effectiveAt()))
                    .toList();
            assertThat(told).as(where).isEqualTo(expected);
            assertThat(outcome.nextTimer()).as(where).isEqualTo(state.nextTimer());
        }

        private void leases(String where) {
            List<Membership> all = engine.memberships(state);
            assertThat(all).as(where).hasSize(live.size());
            List<Membership> interesting = new ArrayList<>();
            long next = Long.MAX_VALUE;
            for (Membership lease : all) {
                String segment = live.stream()
                        .filter(d -> d.index() == lease.segment())
                        .findFirst()
                        .orElseThrow()
                        .id();
                lease(where + ", " + segment, segment, lease);
                long due = lease.flips().isEmpty()
                        ? lease.validUntil()
                        : lease.flips().get(0).at();
                next = Math.min(next, due);
                if (lease.value() != Truth.FALSE || due != Long.MAX_VALUE || lease.since() != Long.MIN_VALUE) {
                    interesting.add(lease);
                }
            }
            assertThat(engine.interesting(state)).as(where).isEqualTo(interesting);
            assertThat(withoutReasons(engine.interesting(anew())))
                    .as(where + ", anew")
                    .isEqualTo(withoutReasons(interesting));
            assertThat(state.nextTimer()).as(where).isLessThanOrEqualTo(next).isGreaterThan(state.clock());
        }

        /** The same state, about which nothing was evaluated yet. */
        private CustomerState anew() {
            CustomerState copy = stored();
            copy.planId = 0;
            return copy;
        }

        /** Why a value is unknown is told as of when it became so, and may have another reason since. */
        private List<Membership> withoutReasons(List<Membership> leases) {
            return leases.stream()
                    .map(l -> new Membership(
                            l.segment(), l.definitionVersion(), l.value(), l.since(), l.flips(), l.validUntil(), null))
                    .toList();
        }

        private void lease(String where, String segment, Membership lease) {
            assertThat(lease.reason() != null).as(where).isEqualTo(lease.value() == Truth.UNKNOWN);
            at(where, segment, lease, state.clock());
            at(where, segment, lease, state.clock() + 7);
            for (Membership.Flip flip : lease.flips()) {
                at(where, segment, lease, flip.at() - 1);
                at(where, segment, lease, flip.at());
                at(where, segment, lease, flip.at() + 1);
                at(where, segment, lease, flip.at() + 13);
            }
            at(where, segment, lease, lease.validUntil() - 1);
        }

        private void at(String where, String segment, Membership lease, long instant) {
            if (instant >= state.clock() && instant < lease.validUntil() && instant < Long.MAX_VALUE / 2) {
                assertThat(lease.at(instant))
                        .as("%s, %s at %d", where, lease, instant)
                        .isEqualTo(oracle.at(segment, instant));
            }
        }
    }
}
