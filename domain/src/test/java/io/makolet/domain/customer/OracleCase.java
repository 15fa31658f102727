package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happens to one customer, to be done by the engine and by the oracle alike. */
public record OracleCase(List<Definition> definitions, List<Step> steps) {

    /** One thing that happens. */
    public sealed interface Step {}

    /** An event comes. */
    public record Happens(Event event) implements Step {}

    /** So much time passes, in milliseconds, from the customer's clock. */
    public record Passes(long millis) implements Step {}

    /** Other definitions are published. */
    public record Published(List<Definition> definitions) implements Step {}

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

    /** The oracle remembers ids forever. */
    private static CustomerEngine engine(List<Definition> definitions) {
        return new CustomerEngine(SegmentPlan.compile(definitions), new EngineSettings(Duration.ofDays(36_500)));
    }

    private final class Run {

        private List<Definition> live = definitions;
        private CustomerEngine engine = engine(definitions);
        private final NaiveCustomer oracle = new NaiveCustomer("c", definitions);
        private CustomerState state = new CustomerState("c");

        void all() {
            for (int i = 0; i < steps.size(); i++) {
                String where = "step " + i + ", " + Paste.step(steps.get(i));
                step(steps.get(i), where);
                if (state.applied() > 0) {
                    assertThat(state.clock()).as(where).isGreaterThanOrEqualTo(oracle.clock());
                    oracle.advanceClock(state.clock());
                    leases(where);
                }
            }
        }

        private void step(Step step, String where) {
            if (step instanceof Happens happens) {
                compare(where, engine.onEvent(state, happens.event()), oracle.onEvent(happens.event()));
            } else if (step instanceof Passes passes && state.applied() > 0) {
                long through = state.clock() + passes.millis();
                compare(where, engine.onTime(state, through), oracle.onTime(through));
            } else if (step instanceof Published published) {
                live = published.definitions();
                engine = engine(live);
                if (state.applied() > 0) {
                    compare(where, engine.onDefinitions(state), oracle.onDefinitions(live));
                } else {
                    oracle.onDefinitions(live);
                }
            } else if (step instanceof Stored) {
                state = CustomerStateCodec.decode(CustomerStateCodec.encode(state));
            }
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
            CustomerState copy = CustomerStateCodec.decode(CustomerStateCodec.encode(state));
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
