package io.makolet.domain.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.expr.Expr;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Measure;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentPlanTest {

    private static final Expr NOT_PHONE =
            new Expr.Binary(Expr.Op.NE, new Expr.Field(Expr.Scope.EVENT, "channel"), new Expr.Literal("phone"));

    @Test
    void keepsEqualAggregatesOnceHoweverTheyAreWritten() {
        SegmentPlan plan = SegmentPlan.compile(List.of(
                segment("a", 0, count(List.of("purchase", "cancel"), "e.channel != 'phone'", 2)),
                segment("b", 1, count(List.of("cancel", "purchase"), "e.channel   !=   'phone'", 5))));
        assertThat(plan.aggregates()).hasSize(1);
    }

    @Test
    void givesAnAggregateTheSameIdInEveryRun() {
        SegmentPlan plan = SegmentPlan.compile(List.of(segment("a", 0, count(List.of("purchase"), "x", 2))));
        assertThat(plan.aggregates().get(0).id()).isEqualTo(RELEASED_ID);
    }

    /** Customers' states name the aggregate by it: it can't change. */
    private static final long RELEASED_ID = -7451546542588470716L;

    /** States number what they keep by the plan. */
    @Test
    void isTheSameInWhateverOrderTheDefinitionsCome() {
        Definition a = segment("a", 0, count(List.of("purchase"), "x", 2));
        Definition b = segment("b", 1, count(List.of("cancel"), "x", 2));
        SegmentPlan plan = SegmentPlan.compile(List.of(a, b));
        SegmentPlan turned = SegmentPlan.compile(List.of(b, a));
        assertThat(turned.id()).isEqualTo(plan.id());
        assertThat(turned.aggregates())
                .extracting(AggregatePlan::id)
                .isEqualTo(plan.aggregates().stream().map(AggregatePlan::id).toList());
    }

    @Test
    void refusesASegmentThatRefersToItself() {
        assertThatThrownBy(() -> SegmentPlan.compile(List.of(
                        segment("a", 0, new Condition.Not(new Condition.In("b"))),
                        segment("b", 1, new Condition.In("a")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("segment a refers to itself by a -> b -> a");
    }

    @Test
    void refusesAReferenceToASegmentThatIsNotLive() {
        assertThatThrownBy(() -> SegmentPlan.compile(List.of(segment("a", 0, new Condition.In("gone")))))
                .hasMessage("segment gone is referred to, expected a live segment");
    }

    @Test
    void leavesOutWhatIsNotLive() {
        Definition retired = new Definition(
                "a",
                1,
                0,
                Definition.Status.RETIRED,
                "o",
                "t",
                0,
                "",
                new SegmentBody(new SegmentDefinition(null, count(List.of("purchase"), "x", 1))));
        assertThat(SegmentPlan.compile(List.of(retired)).size()).isZero();
    }

    private static Condition count(List<String> types, String text, int atLeast) {
        return new Condition.Aggregate(
                new Measure(
                        new AggregateSpec(
                                new EventMatch(types, NOT_PHONE, text), null, new Window.Sliding(1_000), null),
                        Condition.Function.COUNT),
                new Comparison(Comparison.Op.GE, atLeast * 1_000_000L));
    }

    private static Definition segment(String id, int index, Condition when) {
        return new Definition(
                id,
                1,
                index,
                Definition.Status.LIVE,
                "o",
                "t",
                0,
                "",
                new SegmentBody(new SegmentDefinition(null, when)));
    }
}
