package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.explain.Counterfactual;
import io.makolet.domain.explain.Counterfactual.Becomes;
import io.makolet.domain.explain.Counterfactual.Consents;
import io.makolet.domain.explain.Counterfactual.Happens;
import io.makolet.domain.explain.Counterfactual.Passes;
import io.makolet.domain.explain.Explainer;
import io.makolet.domain.explain.Explanation;
import io.makolet.domain.expr.Expr;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Finding;
import io.makolet.domain.segment.Finding.Evidence;
import io.makolet.domain.segment.Finding.Role;
import io.makolet.domain.segment.Finding.Unknown;
import io.makolet.domain.segment.Finding.Why;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import io.makolet.domain.segment.Window;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExplainerTest {

    private static final long DAY = 86_400_000;
    private static final long NOW = 100 * DAY;
    private static final Window MONTH = new Window.Sliding(30 * DAY);

    private final CustomerState state = new CustomerState("c");

    private Explanation explain(Definition... definitions) {
        SegmentPlan plan = SegmentPlan.compile(List.of(definitions));
        return new Explainer(plan).explain("c", state, definitions[0].id(), NOW).orElseThrow();
    }

    private void bought(Definition definition, long... times) {
        CustomerEngine engine = new CustomerEngine(SegmentPlan.compile(List.of(definition)));
        for (long time : times) {
            engine.onEvent(state, Events.order("e" + time, "purchase", time, 1_000_000, "web"));
        }
    }

    private static Counterfactual change(Explanation explanation) {
        return Objects.requireNonNull(explanation.change());
    }

    @Test
    void namesTheMissingPurchasesAndUntilWhenTheyAreEnough() {
        Definition regulars = Conditions.segment("regulars", 0, Conditions.purchases(MONTH, 3));
        bought(regulars, NOW - 20 * DAY);

        Explanation explanation = explain(regulars);

        Finding found = explanation.segment().when();
        assertThat(found.value()).isEqualTo(Truth.FALSE);
        assertThat(found.observed()).isEqualByComparingTo(BigDecimal.ONE);
        assertThat(found.evidence())
                .containsExactly(
                        new Evidence(Role.OLDEST, NOW - 20 * DAY, 0), new Evidence(Role.LATEST, NOW - 20 * DAY, 0));
        assertThat(change(explanation).steps())
                .containsExactly(new Happens(Conditions.match("purchase"), 2, Map.of(), null));
        assertThat(change(explanation).before()).isEqualTo(NOW + 10 * DAY);
    }

    @Test
    void tellsHowLongNothingMustHappen() {
        Condition.AggregateSpec spec =
                new Condition.AggregateSpec(Conditions.match("purchase"), null, Window.LIFETIME, null);
        Definition silent = Conditions.segment(
                "silent", 0, new Condition.Recency(spec, false, new Comparison(Comparison.Op.GE, 90 * DAY)));
        bought(silent, NOW - DAY);

        Explanation explanation = explain(silent);

        assertThat(explanation.segment().when().evidence()).containsExactly(new Evidence(Role.AGED, NOW - DAY, 0));
        assertThat(change(explanation))
                .isEqualTo(new Counterfactual(
                        Truth.TRUE, List.of(new Passes(NOW + 89 * DAY, List.of("purchase"))), Long.MAX_VALUE));
    }

    @Test
    void waitsForWhatNoEventCanBring() {
        Condition fewer = Conditions.compare(Condition.Function.COUNT, null, MONTH, Comparison.Op.LT, 2);
        Condition told = new Condition.Cel(new Expr.Field(Expr.Scope.PROFILE, "vip"), "p.vip");
        Definition rareVips = Conditions.segment("rare_vips", 0, new Condition.All(List.of(fewer, told)));
        bought(rareVips, NOW - 20 * DAY, NOW - DAY);

        assertThat(change(explain(rareVips)).steps())
                .containsExactly(
                        new Becomes("vip", new ProfileValue.Bool(true)),
                        new Passes(NOW + 10 * DAY, List.of("purchase")));
    }

    @Test
    void saysWhyAStrangerIsUnknownAndWhatToTell() {
        Expr israeli =
                new Expr.Binary(Expr.Op.EQ, new Expr.Field(Expr.Scope.PROFILE, "country"), new Expr.Literal("Israel"));
        Definition locals =
                Conditions.segment("locals", 0, "marketing", new Condition.Cel(israeli, "p.country == 'Israel'"));
        SegmentPlan plan = SegmentPlan.compile(List.of(locals));

        Explanation explanation =
                new Explainer(plan).explain("nobody", null, "locals", NOW).orElseThrow();

        assertThat(explanation.known()).isFalse();
        assertThat(explanation.zone()).isEqualTo("Z");
        assertThat(explanation.segment().unknown()).isEqualTo(new Unknown(Why.NO_CONSENT, "marketing"));
        assertThat(explanation.segment().when().unknown()).isEqualTo(new Unknown(Why.NO_FIELD, "country"));
        assertThat(change(explanation).steps())
                .containsExactly(new Consents("marketing"), new Becomes("country", new ProfileValue.Choice("Israel")));
    }

    @Test
    void showsTheOpenChainOfASequenceAndItsDeadline() {
        Definition again = Conditions.segment(
                "again",
                0,
                new Condition.Sequence(
                        List.of(Conditions.match("purchase"), Conditions.match("cancel")),
                        null,
                        null,
                        7 * DAY,
                        0,
                        Condition.Sequence.UNBOUNDED));
        bought(again, NOW - 2 * DAY);

        Explanation explanation = explain(again);

        assertThat(explanation.segment().when().evidence()).containsExactly(new Evidence(Role.BEGUN, NOW - 2 * DAY, 1));
        assertThat(change(explanation).steps())
                .containsExactly(new Happens(Conditions.match("cancel"), 1, Map.of(), null));
        assertThat(change(explanation).before()).isEqualTo(NOW + 5 * DAY + 1);
    }

    @Test
    void countsWhatIsAmongTheFirstAndNamesTheOrdersThatAreMissing() {
        Definition callers = Conditions.segment(
                "callers",
                0,
                new Condition.Top(
                        Conditions.match("purchase"), "channel", null, 30 * DAY, 1, List.of("phone", "fax"), 1));
        bought(callers, NOW - 60 * DAY, NOW - 45 * DAY, NOW - DAY);

        Explanation explanation = explain(callers);

        assertThat(explanation.segment().when().observed()).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(change(explanation))
                .isEqualTo(new Counterfactual(
                        Truth.TRUE,
                        List.of(new Happens(Conditions.match("purchase"), 2, Map.of("channel", "fax"), null)),
                        Long.MAX_VALUE));
    }

    @Test
    void showsWhatEndedASilence() {
        Definition back =
                Conditions.segment("back", 0, new Condition.Gap(Conditions.match("purchase"), 50 * DAY, 30 * DAY));
        bought(back, NOW - 60 * DAY, NOW - 10 * DAY, NOW - DAY);

        Explanation explanation = explain(back);

        assertThat(explanation.segment().when().evidence()).contains(new Evidence(Role.AGED, NOW - 10 * DAY, 0));
        assertThat(change(explanation).steps()).containsExactly(new Passes(NOW + 20 * DAY, List.of("purchase")));
    }

    @Test
    void saysThatAnOrderWouldEndTheSilence() {
        Definition back =
                Conditions.segment("back", 0, new Condition.Gap(Conditions.match("purchase"), 50 * DAY, 30 * DAY));
        bought(back, NOW - 60 * DAY);

        assertThat(change(explain(back)).steps())
                .containsExactly(new Happens(Conditions.match("purchase"), 1, Map.of(), null));
    }

    @Test
    void knowsOnlyLiveSegments() {
        SegmentPlan plan = SegmentPlan.compile(List.of());

        assertThat(new Explainer(plan).explain("c", null, "nothing", NOW)).isEmpty();
    }
}
