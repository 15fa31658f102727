package io.makolet.schemas;

import io.makolet.domain.explain.Counterfactual;
import io.makolet.domain.explain.Explanation;
import io.makolet.domain.expr.Expr;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Finding;
import io.makolet.domain.segment.Finding.Evidence;
import io.makolet.domain.segment.Finding.Held;
import io.makolet.domain.segment.Finding.Hold;
import io.makolet.domain.segment.Finding.Role;
import io.makolet.domain.segment.Finding.Unknown;
import io.makolet.domain.segment.Finding.Why;
import io.makolet.domain.segment.Membership.Flip;
import io.makolet.domain.segment.Truth;
import io.makolet.domain.segment.Window;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** An explanation with as much in it as there can be. */
final class Explanations {

    private static final long TIME = 1_309_437_296_789L;

    private Explanations() {}

    static Explanation full() {
        EventMatch purchase = new EventMatch(List.of("purchase"), null, null);
        Condition count = new Condition.Aggregate(
                new Condition.Measure(
                        new AggregateSpec(purchase, null, new Window.Sliding(1_000), null), Condition.Function.COUNT),
                new Comparison(Comparison.Op.GE, 2_000_000));
        Condition told = new Condition.Cel(
                new Expr.Binary(Expr.Op.EQ, new Expr.Field(Expr.Scope.PROFILE, "vip"), new Expr.Literal(true)),
                "p.vip == true");
        Finding counted = new Finding(
                count,
                Truth.FALSE,
                new Flip(TIME + 5, Truth.UNKNOWN),
                null,
                new BigDecimal("1.5"),
                Map.of(),
                List.of(new Evidence(Role.OLDEST, TIME - 9, 0), new Evidence(Role.BEGUN, TIME - 8, 2)),
                List.of(),
                null);
        Finding vip = new Finding(
                told,
                Truth.UNKNOWN,
                null,
                new Unknown(Why.NO_FIELD, "vip"),
                null,
                Map.of("age", new ProfileValue.Numeric(40)),
                List.of(),
                List.of(),
                null);
        Finding.Segment other = new Finding.Segment(
                "vips",
                2,
                "marketing",
                Truth.UNKNOWN,
                null,
                TIME + 9,
                new Unknown(Why.NO_CONSENT, "marketing"),
                new Held(Hold.EXPIRED, Long.MAX_VALUE),
                vip);
        Finding in = new Finding(
                new Condition.In("vips"),
                Truth.UNKNOWN,
                null,
                other.unknown(),
                null,
                Map.of(),
                List.of(),
                List.of(),
                other);
        Finding all = new Finding(
                new Condition.All(List.of(count, new Condition.In("vips"))),
                Truth.FALSE,
                new Flip(TIME + 7, Truth.TRUE),
                null,
                null,
                Map.of(),
                List.of(),
                List.of(counted, in),
                null);
        Finding.Segment everything = new Finding.Segment(
                "everything",
                3,
                null,
                Truth.FALSE,
                all.next(),
                Long.MAX_VALUE,
                null,
                new Held(Hold.WAITING, TIME + 7),
                all);
        Counterfactual change = new Counterfactual(
                Truth.TRUE,
                List.of(
                        new Counterfactual.Happens(
                                purchase,
                                2,
                                Map.of("amount", 9.5, "units", 2L, "channel", "web", "brands", List.of("a")),
                                "channel"),
                        new Counterfactual.Becomes("vip", new ProfileValue.Bool(true)),
                        new Counterfactual.Consents("marketing"),
                        new Counterfactual.Passes(TIME + 99, List.of("purchase"))),
                TIME + 50);
        return new Explanation("17850", true, TIME, "Asia/Jerusalem", everything, change);
    }
}
