package io.makolet.domain.expr;

import java.util.List;

/**
 * One spelling for equal expressions. It is part of the identity of persisted aggregates, so it never changes for an
 * expression that could be written before.
 */
public final class CanonicalText {

    private CanonicalText() {}

    /** The expression as a fully bracketed prefix text. */
    public static String of(Expr expr) {
        if (expr instanceof Expr.Literal literal) {
            return literal.value() instanceof String text
                    ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                    : literal.value().toString() + (literal.value() instanceof Double ? "d" : "");
        }
        if (expr instanceof Expr.Field field) {
            return scope(field.scope()) + field.name();
        }
        if (expr instanceof Expr.Has has) {
            return "(has " + scope(has.scope()) + has.name() + ")";
        }
        if (expr instanceof Expr.ListOf list) {
            return join("list", list.items());
        }
        if (expr instanceof Expr.Not not) {
            return join("not", List.of(not.operand()));
        }
        if (expr instanceof Expr.Negate negate) {
            return join("neg", List.of(negate.operand()));
        }
        if (expr instanceof Expr.And and) {
            return join("and", and.operands());
        }
        if (expr instanceof Expr.Or or) {
            return join("or", or.operands());
        }
        if (expr instanceof Expr.Binary binary) {
            return join(binary.op().name(), List.of(binary.left(), binary.right()));
        }
        if (expr instanceof Expr.Call call) {
            return join(call.function().name(), call.operands());
        }
        if (expr instanceof Expr.Conditional choice) {
            return join("cond", List.of(choice.condition(), choice.then(), choice.otherwise()));
        }
        throw new IllegalArgumentException("expression " + expr + ", expected one of the kinds of Expr");
    }

    private static String scope(Expr.Scope scope) {
        return switch (scope) {
            case EVENT -> "e.";
            case PROFILE -> "p.";
        };
    }

    private static String join(String name, List<Expr> operands) {
        StringBuilder text = new StringBuilder("(").append(name);
        operands.forEach(operand -> text.append(' ').append(of(operand)));
        return text.append(')').toString();
    }
}
