package io.makolet.domain.expr;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns an expression tree into closures once, so that evaluating it costs some virtual calls.
 *
 * <p>Null is unknown. Connectives follow Kleene: what one operand decides, an unknown one can't undo. Everything else is
 * unknown where an operand is, or where types do not fit.
 */
public final class Compiler {

    private Compiler() {}

    /** Compiles an expression. */
    public static Evaluable compile(Expr expr) {
        if (expr instanceof Expr.Literal literal) {
            Object value = literal.value();
            return (event, profile) -> value;
        }
        if (expr instanceof Expr.Field field) {
            return Fields.reader(field.scope(), field.name());
        }
        if (expr instanceof Expr.Has has) {
            return Fields.presence(has.scope(), has.name());
        }
        if (expr instanceof Expr.ListOf list) {
            return listOf(compileAll(list.items()));
        }
        if (expr instanceof Expr.Not not) {
            return not(compile(not.operand()));
        }
        if (expr instanceof Expr.Negate negate) {
            return negate(compile(negate.operand()));
        }
        if (expr instanceof Expr.And and) {
            return connective(compileAll(and.operands()), false);
        }
        if (expr instanceof Expr.Or or) {
            return connective(compileAll(or.operands()), true);
        }
        if (expr instanceof Expr.Binary binary) {
            return binary(binary.op(), compile(binary.left()), compile(binary.right()));
        }
        if (expr instanceof Expr.Call call) {
            return call(call.function(), compileAll(call.operands()));
        }
        if (expr instanceof Expr.Conditional choice) {
            return conditional(compile(choice.condition()), compile(choice.then()), compile(choice.otherwise()));
        }
        throw new IllegalArgumentException("expression " + expr + ", expected one of the kinds of Expr");
    }

    private static Evaluable[] compileAll(List<Expr> operands) {
        return operands.stream().map(Compiler::compile).toArray(Evaluable[]::new);
    }

    private static Evaluable listOf(Evaluable[] items) {
        return (event, profile) -> {
            List<Object> values = new ArrayList<>(items.length);
            for (Evaluable item : items) {
                Object value = item.evaluate(event, profile);
                if (value == null) {
                    return null;
                }
                values.add(value);
            }
            return values;
        };
    }

    private static Evaluable not(Evaluable operand) {
        return (event, profile) -> operand.evaluate(event, profile) instanceof Boolean b ? !b : null;
    }

    private static Evaluable negate(Evaluable operand) {
        return (event, profile) -> {
            Object value = operand.evaluate(event, profile);
            if (value instanceof Long l) {
                return -l;
            }
            return value instanceof Double d ? -d : null;
        };
    }

    /** Conjunction where {@code deciding} is false, disjunction where it is true. */
    private static Evaluable connective(Evaluable[] operands, boolean deciding) {
        return (event, profile) -> {
            boolean unknown = false;
            for (Evaluable operand : operands) {
                if (!(operand.evaluate(event, profile) instanceof Boolean b)) {
                    unknown = true;
                } else if (b == deciding) {
                    return deciding;
                }
            }
            return unknown ? null : !deciding;
        };
    }

    private static Evaluable binary(Expr.Op op, Evaluable left, Evaluable right) {
        return (event, profile) -> {
            Object l = left.evaluate(event, profile);
            Object r = right.evaluate(event, profile);
            return l == null || r == null ? null : Operators.apply(op, l, r);
        };
    }

    private static Evaluable call(Expr.Function function, Evaluable[] operands) {
        return (event, profile) -> {
            @Nullable Object[] values = new Object[operands.length];
            for (int i = 0; i < operands.length; i++) {
                values[i] = operands[i].evaluate(event, profile);
                if (values[i] == null) {
                    return null;
                }
            }
            return Operators.call(function, values);
        };
    }

    private static Evaluable conditional(Evaluable condition, Evaluable then, Evaluable otherwise) {
        return (event, profile) -> {
            if (!(condition.evaluate(event, profile) instanceof Boolean b)) {
                return null;
            }
            return (b ? then : otherwise).evaluate(event, profile);
        };
    }
}
