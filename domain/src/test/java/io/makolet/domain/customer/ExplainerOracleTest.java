package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.event.FieldType;
import io.makolet.domain.explain.Counterfactual;
import io.makolet.domain.explain.Explainer;
import io.makolet.domain.explain.Explanation;
import io.makolet.domain.segment.Finding;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Explanations of random memberships: they say what the engine's lease says, each part is as the oracle has it, and what
 * is said to change a membership changes the oracle's.
 */
class ExplainerOracleTest {

    private static final int CASES = Integer.getInteger("makolet.explain.cases", 120);

    /** The oracle remembers ids forever. */
    private static final EngineSettings FOREVER = new EngineSettings(Duration.ofDays(36_500));

    private int explained;
    private int changeable;
    private int byEvents;
    private int byWaiting;

    @Test
    void explanationsOfRandomMembershipsAreTrue() {
        for (long seed = 1; seed <= CASES; seed++) {
            OracleCase oracleCase = new RandomCase(seed).next();
            new Run(oracleCase, seed).all();
        }
        assertThat(byEvents).as("changes by events or profile").isGreaterThan(CASES);
        assertThat(byWaiting).as("changes by time").isGreaterThan(CASES / 4);
        assertThat(changeable).as("of %d", explained).isGreaterThan(explained / 5);
    }

    private final class Run {

        private final OracleCase oracleCase;
        private final String name;
        private final Random random;
        private List<Definition> live;
        private CustomerEngine engine;
        private Explainer explainer;
        private final NaiveCustomer oracle;
        private CustomerState state = new CustomerState("c");

        Run(OracleCase oracleCase, long seed) {
            this.oracleCase = oracleCase;
            this.name = "seed " + seed;
            this.random = new Random(seed);
            this.oracle = new NaiveCustomer("c", oracleCase.definitions());
            this.live = oracleCase.definitions();
            SegmentPlan plan = SegmentPlan.compile(live);
            this.engine = new CustomerEngine(plan, FOREVER);
            this.explainer = new Explainer(plan);
        }

        void all() {
            for (int i = 0; i < oracleCase.steps().size(); i++) {
                step(oracleCase.steps().get(i));
                if (state.applied() > 0) {
                    oracle.advanceClock(state.clock());
                    if (random.nextInt(3) == 0) {
                        explain(name + ", step " + i);
                    }
                }
            }
        }

        private void step(OracleCase.Step step) {
            if (step instanceof OracleCase.Happens happens) {
                engine.onEvent(state, happens.event());
                oracle.onEvent(happens.event());
            } else if (step instanceof OracleCase.Passes passes && state.applied() > 0) {
                long through = state.clock() + passes.millis();
                engine.onTime(state, through);
                oracle.onTime(through);
            } else if (step instanceof OracleCase.Published published) {
                live = published.definitions();
                SegmentPlan plan = SegmentPlan.compile(live);
                engine = new CustomerEngine(plan, FOREVER);
                explainer = new Explainer(plan);
                if (state.applied() > 0) {
                    engine.onDefinitions(state);
                }
                oracle.onDefinitions(live);
            } else if (step instanceof OracleCase.Stored) {
                state = CustomerStateCodec.decode(CustomerStateCodec.encode(state));
            }
        }

        private void explain(String where) {
            List<Membership> leases = engine.memberships(state);
            byte[] before = CustomerStateCodec.encode(state);
            for (Definition definition : live) {
                if (definition.status() != Definition.Status.LIVE) {
                    continue;
                }
                String what = where + ", " + definition.id();
                Explanation now = explain(definition, state.clock(), what);
                Membership lease = leases.stream()
                        .filter(l -> l.segment() == definition.index())
                        .findFirst()
                        .orElseThrow();
                assertThat(now.segment().value()).as(what).isEqualTo(lease.value());
                assertThat(now.next())
                        .as(what)
                        .isEqualTo(
                                lease.flips().isEmpty() ? null : lease.flips().get(0));
                assertThat(now.segment().unknown() != null).as(what).isEqualTo(lease.value() == Truth.UNKNOWN);
                explain(definition, state.clock() + random.nextInt(100_000), what);
            }
            assertThat(CustomerStateCodec.encode(state)).as(where).isEqualTo(before);
        }

        private Explanation explain(Definition definition, long instant, String what) {
            Explanation explanation =
                    explainer.explain("c", state, definition.id(), instant).orElseThrow();
            explained++;
            assertThat(explanation.asOf()).isEqualTo(instant);
            compare(explanation.segment(), instant, what);
            Counterfactual change = explanation.change();
            if (change != null) {
                changeable++;
                changes(definition.id(), change, instant, what + ", " + change);
            }
            return explanation;
        }

        private void compare(Finding.Segment segment, long instant, String what) {
            assertThat(segment.value()).as(what).isEqualTo(oracle.at(segment.id(), instant));
            compare(segment.when(), instant, what);
        }

        private void compare(Finding finding, long instant, String what) {
            String part = what + ", " + finding;
            assertThat(finding.value()).as(part).isEqualTo(oracle.at(finding.condition(), instant));
            assertThat(finding.unknown() != null).as(part).isEqualTo(finding.value() == Truth.UNKNOWN);
            Membership.Flip next = finding.next();
            if (next != null) {
                assertThat(oracle.at(finding.condition(), next.at() - 1))
                        .as(part)
                        .isEqualTo(finding.value());
                assertThat(oracle.at(finding.condition(), next.at())).as(part).isEqualTo(next.value());
            }
            finding.evidence().forEach(event -> assertThat(event.at()).as(part).isLessThanOrEqualTo(instant));
            finding.parts().forEach(p -> compare(p, instant, what));
            Finding.Segment segment = finding.segment();
            if (segment != null) {
                compare(segment, instant, what);
            }
        }

        private void changes(String segment, Counterfactual change, long instant, String what) {
            assertThat(oracle.at(segment, instant)).as(what).isNotEqualTo(change.value());
            NaiveCustomer copy = oracle.copy();
            long end = apply(copy, change, instant + 1);
            assertThat(copy.at(segment, end)).as(what).isEqualTo(change.value());
            if (change.steps().get(change.steps().size() - 1) instanceof Counterfactual.Passes) {
                byWaiting++;
                assertThat(copy.at(segment, end - 1)).as(what).isNotEqualTo(change.value());
            } else {
                byEvents++;
                if (change.before() < Long.MAX_VALUE) {
                    NaiveCustomer tooLate = oracle.copy();
                    long late = apply(tooLate, change, change.before());
                    assertThat(tooLate.at(segment, late)).as(what).isNotEqualTo(change.value());
                }
            }
        }

        /** When all of it has happened, the first at an instant. */
        private long apply(NaiveCustomer customer, Counterfactual change, long first) {
            long time = first - 1;
            for (Counterfactual.Step step : change.steps()) {
                if (step instanceof Counterfactual.Passes passes) {
                    return passes.until();
                }
                int times = step instanceof Counterfactual.Happens happens ? happens.times() : 1;
                for (int i = 0; i < times; i++) {
                    time++;
                    customer.onEvent(event(step, "new-" + time, time));
                }
            }
            return time;
        }

        private Event event(Counterfactual.Step step, String id, long time) {
            if (step instanceof Counterfactual.Becomes becomes) {
                return Events.profile(id, time, Map.of(becomes.field(), becomes.value()), List.of(), Map.of());
            }
            if (step instanceof Counterfactual.Consents consents) {
                return Events.profile(id, time, Map.of(), List.of(), Map.of(consents.purpose(), true));
            }
            Counterfactual.Happens happens = (Counterfactual.Happens) step;
            EventSchema schema = EventSchema.PURCHASES;
            @Nullable Object[] values = new Object[schema.fields().size()];
            Map<String, Object> fields = new HashMap<>(happens.fields());
            String distinct = happens.distinct();
            if (distinct != null) {
                fields.put(distinct, distinct.equals("channel") ? id : (Object) (time % 1_000_000_007));
            }
            fields.forEach((field, value) -> values[schema.indexOf(field)] = value(field, value));
            String type = happens.match().eventTypes().get(0);
            return new Event(id, "c", type, time, schema, values, Map.of(), List.of(), List.of(), Map.of());
        }

        private Object value(String field, Object value) {
            FieldType type = EventSchema.PURCHASES
                    .fields()
                    .get(EventSchema.PURCHASES.indexOf(field))
                    .type();
            return type == FieldType.MONEY ? (Object) Math.round(((Number) value).doubleValue() * 1e6) : value;
        }
    }
}
