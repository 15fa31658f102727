package io.makolet.domain.expr;

import java.util.List;

/**
 * A scalar expression over one event ({@code e.}) and one profile ({@code p.}).
 *
 * <p>Values are {@link Boolean}, {@link Long}, {@link Double}, {@link String}, lists of these, or unknown.
 */
public sealed interface Expr {

    /** Where a field is looked up. */
    enum Scope {
        EVENT,
        PROFILE
    }

    /** Operators of two operands that compare or compute. */
    enum Op {
        EQ,
        NE,
        LT,
        LE,
        GT,
        GE,
        IN,
        ADD,
        SUB,
        MUL,
        DIV,
        MOD
    }

    /** Functions of texts and lists: {@code startsWith}, {@code endsWith}, {@code contains}, {@code size}. */
    enum Function {
        STARTS_WITH,
        ENDS_WITH,
        CONTAINS,
        SIZE
    }

    /** A constant {@link Boolean}, {@link Long}, {@link Double} or {@link String}. */
    record Literal(Object value) implements Expr {
        public Literal {
            if (!(value instanceof Boolean
                    || value instanceof Long
                    || value instanceof Double
                    || value instanceof String)) {
                throw new IllegalArgumentException(
                        "literal " + value + " of " + value.getClass() + ", expected a truth value, number or text");
            }
        }
    }

    /** The value of a field; unknown where it is missing. */
    record Field(Scope scope, String name) implements Expr {}

    /** Is the field there? Never unknown. */
    record Has(Scope scope, String name) implements Expr {}

    /** A list written out. */
    record ListOf(List<Expr> items) implements Expr {}

    /** Not true; unknown stays unknown. */
    record Not(Expr operand) implements Expr {}

    /** The negative of a number. */
    record Negate(Expr operand) implements Expr {}

    /** True if all operands are, false if one is false, else unknown. */
    record And(List<Expr> operands) implements Expr {}

    /** True if one operand is, false if all are false, else unknown. */
    record Or(List<Expr> operands) implements Expr {}

    /** Comparison or arithmetic; unknown if an operand is. */
    record Binary(Op op, Expr left, Expr right) implements Expr {}

    /** A function of a text or list; unknown if an operand is. */
    record Call(Function function, List<Expr> operands) implements Expr {}

    /** One of two expressions, by a condition; unknown if the condition is. */
    record Conditional(Expr condition, Expr then, Expr otherwise) implements Expr {}
}
