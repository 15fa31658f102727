package io.makolet.domain.explain;

import io.makolet.domain.expr.Expr;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Values of fields with which an expression comes true, or false, for expressions that compare fields with constants. What
 * it finds is to be tried: it looks at one comparison after the other.
 */
final class Wish {

    /** A field is to be there, whatever its value. */
    static final Object ANY = new Object();

    private final Expr.Scope scope;

    private Wish(Expr.Scope scope) {
        this.scope = scope;
    }

    /** Values that make an expression so; empty where none is found, or where they contradict each other. */
    static Optional<Map<String, Object>> that(Expr expr, Expr.Scope scope, boolean wanted) {
        return new Wish(scope).solve(expr, wanted);
    }

    private Optional<Map<String, Object>> solve(Expr expr, boolean wanted) {
        if (expr instanceof Expr.Not not) {
            return solve(not.operand(), !wanted);
        }
        if (expr instanceof Expr.And and) {
            return wanted ? all(and.operands(), true) : any(and.operands(), false);
        }
        if (expr instanceof Expr.Or or) {
            return wanted ? any(or.operands(), true) : all(or.operands(), false);
        }
        if (expr instanceof Expr.Field field) {
            return of(field, wanted);
        }
        if (expr instanceof Expr.Has has && wanted && has.scope() == scope) {
            return Optional.of(Map.of(has.name(), ANY));
        }
        if (expr instanceof Expr.Call call && wanted && call.operands().size() == 2) {
            return call.operands().get(1) instanceof Expr.Literal literal
                    ? of(call.operands().get(0), literal.value())
                    : Optional.empty();
        }
        return expr instanceof Expr.Binary binary ? compare(binary, wanted) : Optional.empty();
    }

    private Optional<Map<String, Object>> all(List<Expr> operands, boolean wanted) {
        Map<String, Object> values = new TreeMap<>();
        for (Expr operand : operands) {
            Optional<Map<String, Object>> solved = solve(operand, wanted);
            if (solved.isEmpty()) {
                return solved;
            }
            solved.get()
                    .forEach((field, value) -> values.merge(field, value, (a, b) -> a == ANY ? b : b == ANY ? a : b));
        }
        return Optional.of(values);
    }

    private Optional<Map<String, Object>> any(List<Expr> operands, boolean wanted) {
        return operands.stream()
                .flatMap(operand -> solve(operand, wanted).stream())
                .findFirst();
    }

    private Optional<Map<String, Object>> of(Expr field, Object value) {
        return field instanceof Expr.Field named && named.scope() == scope
                ? Optional.of(Map.of(named.name(), value))
                : Optional.empty();
    }

    private Optional<Map<String, Object>> compare(Expr.Binary binary, boolean wanted) {
        if (binary.op() == Expr.Op.IN) {
            return in(binary, wanted);
        }
        Expr.Op op = wanted ? binary.op() : opposite(binary.op());
        if (binary.right() instanceof Expr.Literal literal) {
            return value(op, literal.value()).flatMap(value -> of(binary.left(), value));
        }
        if (binary.left() instanceof Expr.Literal literal) {
            return value(mirrored(op), literal.value()).flatMap(value -> of(binary.right(), value));
        }
        return Optional.empty();
    }

    private Optional<Map<String, Object>> in(Expr.Binary binary, boolean wanted) {
        if (wanted && binary.right() instanceof Expr.ListOf list) {
            return list.items().stream()
                    .flatMap(item -> item instanceof Expr.Literal literal
                            ? of(binary.left(), literal.value()).stream()
                            : Stream.empty())
                    .findFirst();
        }
        return wanted && binary.left() instanceof Expr.Literal literal
                ? of(binary.right(), List.of(literal.value()))
                : Optional.empty();
    }

    /** A value that compares so with a constant, as near to it as can be. Of texts, only the same one is sure to be one. */
    private static Optional<Object> value(Expr.Op op, Object constant) {
        int beside = switch (op) {
            case EQ, LE, GE -> 0;
            case GT, NE -> 1;
            case LT -> -1;
            case IN, ADD, SUB, MUL, DIV, MOD -> Integer.MAX_VALUE;
        };
        if (beside == Integer.MAX_VALUE) {
            return Optional.empty();
        }
        if (constant instanceof Long number) {
            return Optional.of(number + beside);
        }
        if (constant instanceof Double number) {
            return Optional.of(number + beside);
        }
        if (constant instanceof Boolean truth) {
            return Optional.of(truth == (op == Expr.Op.EQ));
        }
        return beside == 0 ? Optional.of(constant) : Optional.empty();
    }

    private static Expr.Op opposite(Expr.Op op) {
        return switch (op) {
            case EQ -> Expr.Op.NE;
            case NE -> Expr.Op.EQ;
            case LT -> Expr.Op.GE;
            case GE -> Expr.Op.LT;
            case GT -> Expr.Op.LE;
            case LE -> Expr.Op.GT;
            case IN, ADD, SUB, MUL, DIV, MOD -> op;
        };
    }

    private static Expr.Op mirrored(Expr.Op op) {
        return switch (op) {
            case LT -> Expr.Op.GT;
            case GT -> Expr.Op.LT;
            case LE -> Expr.Op.GE;
            case GE -> Expr.Op.LE;
            case EQ, NE, IN, ADD, SUB, MUL, DIV, MOD -> op;
        };
    }
}
