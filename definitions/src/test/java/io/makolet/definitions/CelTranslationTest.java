package io.makolet.definitions;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.expr.CanonicalText;
import io.makolet.domain.expr.Expr;
import io.makolet.domain.segment.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CelTranslationTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "e.amount >= 100 => (GE e.amount 100)",
                "e.amount >= 99.95 => (GE e.amount 99.95d)",
                "e.amount == 100 => (EQ e.amount 100)",
                "100 != e.amount => (NE 100 e.amount)",
                "e.units < 5 => (LT e.units 5)",
                "e.units <= e.line_count => (LE e.units e.line_count)",
                "e.units > e.amount => (GT e.units e.amount)",
                "e.amount + 1 > 2 => (GT (ADD e.amount 1) 2)",
                "e.amount - 1.5 > 2 => (GT (SUB e.amount 1.5d) 2)",
                "2 * e.amount > 2 => (GT (MUL 2 e.amount) 2)",
                "e.amount / e.units > 2 => (GT (DIV e.amount e.units) 2)",
                "e.units % 6 == 0 => (EQ (MOD e.units 6) 0)",
                "-e.amount > -2.5 => (GT (neg e.amount) -2.5d)",
                "-(3) < e.units => (LT (neg 3) e.units)",
                "e.units == 0x10 => (EQ e.units 16)",
                "e.country == 'Israel' => (EQ e.country \"Israel\")",
                "e.country < \"M\" => (LT e.country \"M\")",
                "e.country + e.branch == 'x' => (EQ (ADD e.country e.branch) \"x\")",
                "e.country == 'שלום \\' 😀' => (EQ e.country \"שלום ' 😀\")",
                "has(e.country) => (has e.country)",
                "!has(e.country) => (not (has e.country))",
                "has(e.margin) && e.margin > 0 && e.units > 1 && true => (and (has e.margin) (GT e.margin 0) (GT e.units 1) true)",
                "has(e.margin) || (has(e.branch) || has(e.country)) => (or (has e.margin) (has e.branch) (has e.country))",
                "has(e.margin) || has(e.branch) && has(e.country) => (or (has e.margin) (and (has e.branch) (has e.country)))",
                "e.country in ['a', 'b'] => (IN e.country (list \"a\" \"b\"))",
                "e.units in [1, 2] => (IN e.units (list 1 2))",
                "e.amount in [1, 2] => (IN e.amount (list 1 2))",
                "e.amount in [1.5, 2.5] => (IN e.amount (list 1.5d 2.5d))",
                "e.country in [] => (IN e.country (list))",
                "'garden' in e.categories => (IN \"garden\" e.categories)",
                "size(e.categories) >= 2 => (GE (SIZE e.categories) 2)",
                "e.categories.size() == 0 => (EQ (SIZE e.categories) 0)",
                "e.country.size() > 3 => (GT (SIZE e.country) 3)",
                "e.country.startsWith('U') => (STARTS_WITH e.country \"U\")",
                "e.country.endsWith('d') => (ENDS_WITH e.country \"d\")",
                "e.order_id.contains(e.country) => (CONTAINS e.order_id e.country)",
                "has(e.margin) ? e.margin > 1 : e.amount > 4 => (cond (has e.margin) (GT e.margin 1) (GT e.amount 4))",
                "(e.units > 1 ? 'a' : 'b') == 'a' => (EQ (cond (GT e.units 1) \"a\" \"b\") \"a\")",
                "e . units > 1 // many => (GT e.units 1)",
            })
    void translatesEventPredicates(String cel, String expected) {
        assertThat(CanonicalText.of(where("purchase", cel))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "p.vip => p.vip",
                "!p.vip => (not p.vip)",
                "p.vip == true => (EQ p.vip true)",
                "p.country == 'GB' => (EQ p.country \"GB\")",
                "p.country in ['GB', 'IL'] => (IN p.country (list \"GB\" \"IL\"))",
                "'garden' in p.interests => (IN \"garden\" p.interests)",
                "p.visits > 3 => (GT p.visits 3)",
                "p.stars >= 4 => (GE p.stars 4)",
                "has(p.birthday) && has(p.home) => (and (has p.birthday) (has p.home))",
                "p.email.endsWith('.il') => (ENDS_WITH p.email \".il\")",
            })
    void translatesProfilePredicates(String cel, String expected) {
        Condition.Cel condition = (Condition.Cel) when("{cel: '" + quoted(cel) + "'}");
        assertThat(CanonicalText.of(condition.expression())).isEqualTo(expected);
        assertThat(condition.text()).isEqualTo(cel);
    }

    @Test
    void knowsTheFieldsThatAllEventTypesHave() {
        assertThat(CanonicalText.of(where("[purchase, product_view]", "e.country == 'x'")))
                .isEqualTo("(EQ e.country \"x\")");
        assertThat(CanonicalText.of(where("[mail_open, mail_click]", "!e.machine")))
                .isEqualTo("(not e.machine)");
        assertThat(CanonicalText.of(where("showroom_visit", "e.value > 2"))).isEqualTo("(GT e.value 2)");
    }

    private static Expr where(String eventTypes, String cel) {
        Condition.Recency recency = (Condition.Recency)
                when("{recency: {event: " + eventTypes + ", is: '< 1d', where: '" + quoted(cel) + "'}}");
        Expr where = requireNonNull(recency.spec().match().where(), cel);
        assertThat(recency.spec().match().whereText()).isEqualTo(cel);
        return where;
    }

    private static Condition when(String condition) {
        Draft draft = Shop.drafts(Shop.withHead("when: " + condition)).get(0);
        return ((Definition.SegmentBody) draft.body()).segment().when();
    }

    private static String quoted(String text) {
        return text.replace("'", "''");
    }
}
