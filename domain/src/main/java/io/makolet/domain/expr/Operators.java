package io.makolet.domain.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What operators and functions do with known values; null where the values' types do not fit. */
final class Operators {

    private Operators() {}

    static @Nullable Object apply(Expr.Op op, Object left, Object right) {
        return switch (op) {
            case EQ -> equal(left, right);
            case NE -> !equal(left, right);
            case IN -> right instanceof List<?> list ? contains(list, left) : null;
            case LT, LE, GT, GE -> compare(op, left, right);
            case ADD, SUB, MUL, DIV, MOD -> compute(op, left, right);
        };
    }

    static @Nullable Object call(Expr.Function function, @Nullable Object[] operands) {
        Object subject = operands[0];
        if (function == Expr.Function.SIZE) {
            if (subject instanceof String text) {
                return (long) text.codePointCount(0, text.length());
            }
            return subject instanceof List<?> list ? (Object) (long) list.size() : null;
        }
        if (!(subject instanceof String text && operands[1] instanceof String argument)) {
            return null;
        }
        return switch (function) {
            case STARTS_WITH -> text.startsWith(argument);
            case ENDS_WITH -> text.endsWith(argument);
            case CONTAINS -> text.contains(argument);
            case SIZE -> throw new IllegalStateException("size is handled above");
        };
    }

    private static boolean contains(List<?> list, Object value) {
        for (Object item : list) {
            if (equal(item, value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean equal(Object left, Object right) {
        if (left instanceof Number l && right instanceof Number r && left.getClass() != right.getClass()) {
            return Double.compare(l.doubleValue(), r.doubleValue()) == 0;
        }
        return left.equals(right);
    }

    private static @Nullable Boolean compare(Expr.Op op, Object left, Object right) {
        int order;
        if (left instanceof Long l && right instanceof Long r) {
            order = Long.compare(l, r);
        } else if (left instanceof Number l && right instanceof Number r) {
            order = Double.compare(l.doubleValue(), r.doubleValue());
        } else if (left instanceof String l && right instanceof String r) {
            order = l.compareTo(r);
        } else {
            return null;
        }
        return switch (op) {
            case LT -> order < 0;
            case LE -> order <= 0;
            case GT -> order > 0;
            case GE -> order >= 0;
            default -> null;
        };
    }

    private static @Nullable Object compute(Expr.Op op, Object left, Object right) {
        if (left instanceof String l && right instanceof String r) {
            return op == Expr.Op.ADD ? l + r : null;
        }
        if (left instanceof Long l && right instanceof Long r) {
            return ofLongs(op, l, r);
        }
        return left instanceof Number l && right instanceof Number r
                ? ofDoubles(op, l.doubleValue(), r.doubleValue())
                : null;
    }

    private static @Nullable Long ofLongs(Expr.Op op, long left, long right) {
        if (right == 0 && (op == Expr.Op.DIV || op == Expr.Op.MOD)) {
            return null;
        }
        return switch (op) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> left / right;
            case MOD -> left % right;
            default -> null;
        };
    }

    private static @Nullable Double ofDoubles(Expr.Op op, double left, double right) {
        return switch (op) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> left / right;
            case MOD -> left % right;
            default -> null;
        };
    }
}
