package io.makolet.domain.expr;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.expr.Expr.Op;
import io.makolet.domain.profile.ProfileValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CompilerTest {

    private static final Expr UNKNOWN = new Expr.Field(Expr.Scope.PROFILE, "missing");
    private static final Expr TRUE = new Expr.Literal(true);
    private static final Expr FALSE = new Expr.Literal(false);

    @Test
    void connectivesFollowKleene() {
        assertThat(value(new Expr.And(List.of(UNKNOWN, FALSE)))).isEqualTo(false);
        assertThat(value(new Expr.And(List.of(UNKNOWN, TRUE)))).isNull();
        assertThat(value(new Expr.Or(List.of(UNKNOWN, TRUE)))).isEqualTo(true);
        assertThat(value(new Expr.Or(List.of(UNKNOWN, FALSE)))).isNull();
        assertThat(value(new Expr.Not(UNKNOWN))).isNull();
        assertThat(value(new Expr.Not(FALSE))).isEqualTo(true);
    }

    @Test
    void seesMoneyInMainUnits() {
        Expr amount = new Expr.Field(Expr.Scope.EVENT, "amount");
        assertThat(value(amount)).isEqualTo(12.34);
        assertThat(value(new Expr.Binary(Op.GE, amount, new Expr.Literal(12.34))))
                .isEqualTo(true);
        assertThat(value(new Expr.Binary(Op.GT, amount, new Expr.Literal(12L)))).isEqualTo(true);
    }

    @Test
    void comparesAndComputes() {
        assertThat(value(binary(Op.ADD, 2L, 3L))).isEqualTo(5L);
        assertThat(value(binary(Op.DIV, 7L, 2L))).isEqualTo(3L);
        assertThat(value(binary(Op.DIV, 7L, 0L))).isNull();
        assertThat(value(binary(Op.MUL, 2L, 1.5))).isEqualTo(3.0);
        assertThat(value(binary(Op.EQ, 2L, 2.0))).isEqualTo(true);
        assertThat(value(binary(Op.LT, "a", "b"))).isEqualTo(true);
        assertThat(value(binary(Op.LT, "a", 1L))).isNull();
        assertThat(value(binary(Op.NE, "a", "b"))).isEqualTo(true);
        assertThat(value(new Expr.Negate(new Expr.Literal(2L)))).isEqualTo(-2L);
    }

    @Test
    void knowsTextsListsAndPresence() {
        Expr interests = new Expr.Field(Expr.Scope.PROFILE, "interests");
        assertThat(value(new Expr.Binary(Op.IN, new Expr.Literal("tea"), interests)))
                .isEqualTo(true);
        assertThat(value(new Expr.Call(Expr.Function.SIZE, List.of(interests)))).isEqualTo(2L);
        assertThat(value(new Expr.Call(Expr.Function.SIZE, List.of(new Expr.Literal("שלום")))))
                .isEqualTo(4L);
        assertThat(value(new Expr.Call(
                        Expr.Function.STARTS_WITH, List.of(new Expr.Literal("makolet"), new Expr.Literal("mak")))))
                .isEqualTo(true);
        assertThat(value(new Expr.Has(Expr.Scope.PROFILE, "missing"))).isEqualTo(false);
        assertThat(value(new Expr.Has(Expr.Scope.EVENT, "amount"))).isEqualTo(true);
        assertThat(value(new Expr.Conditional(TRUE, new Expr.Literal("yes"), UNKNOWN)))
                .isEqualTo("yes");
        assertThat(value(new Expr.Conditional(UNKNOWN, TRUE, TRUE))).isNull();
    }

    @Test
    void writesEqualExpressionsAlike() {
        Expr expr = new Expr.And(
                List.of(binary(Op.NE, "a\"b", "c"), new Expr.Not(new Expr.Has(Expr.Scope.PROFILE, "email"))));
        assertThat(CanonicalText.of(expr)).isEqualTo("(and (NE \"a\\\"b\" \"c\") (not (has p.email)))");
        assertThat(FieldUse.of(expr, Expr.Scope.PROFILE)).containsExactly("email");
    }

    private static Expr binary(Op op, Object left, Object right) {
        return new Expr.Binary(op, new Expr.Literal(left), new Expr.Literal(right));
    }

    private static @Nullable Object value(Expr expr) {
        @Nullable Object[] values = new Object[EventSchema.PURCHASES.fields().size()];
        values[EventSchema.PURCHASES.indexOf("amount")] = 12_340_000L;
        Event event = new Event(
                "e", "c", "purchase", 1, EventSchema.PURCHASES, values, Map.of(), List.of(), List.of(), Map.of());
        Map<String, ProfileValue> profile = Map.of("interests", new ProfileValue.MultiChoice(List.of("tea", "cakes")));
        return Compiler.compile(expr).evaluate(event, profile);
    }
}
