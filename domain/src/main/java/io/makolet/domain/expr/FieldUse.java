package io.makolet.domain.expr;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which fields an expression reads. */
public final class FieldUse {

    private FieldUse() {}

    /** Names of the fields of one scope, in order of appearance. */
    public static List<String> of(Expr expr, Expr.Scope scope) {
        Set<String> names = new LinkedHashSet<>();
        collect(expr, scope, names);
        return List.copyOf(names);
    }

    private static void collect(Expr expr, Expr.Scope scope, Set<String> names) {
        if (expr instanceof Expr.Field field && field.scope() == scope) {
            names.add(field.name());
        } else if (expr instanceof Expr.Has has && has.scope() == scope) {
            names.add(has.name());
        }
        children(expr).forEach(child -> collect(child, scope, names));
    }

    private static List<Expr> children(Expr expr) {
        if (expr instanceof Expr.ListOf list) {
            return list.items();
        }
        if (expr instanceof Expr.Not not) {
            return List.of(not.operand());
        }
        if (expr instanceof Expr.Negate negate) {
            return List.of(negate.operand());
        }
        if (expr instanceof Expr.And and) {
            return and.operands();
        }
        if (expr instanceof Expr.Or or) {
            return or.operands();
        }
        if (expr instanceof Expr.Binary binary) {
            return List.of(binary.left(), binary.right());
        }
        if (expr instanceof Expr.Call call) {
            return call.operands();
        }
        if (expr instanceof Expr.Conditional choice) {
            return List.of(choice.condition(), choice.then(), choice.otherwise());
        }
        return List.of();
    }
}
