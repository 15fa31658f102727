package io.makolet.domain.segment;

/** Three-valued truth (Kleene). The ordinals are part of persisted formats. */
public enum Truth {
    FALSE,
    TRUE,
    UNKNOWN;

    private static final Truth[] VALUES = values();

    /** The value with this ordinal. */
    public static Truth of(int ordinal) {
        if (ordinal < 0 || ordinal >= VALUES.length) {
            throw new IllegalArgumentException("truth value " + ordinal + ", expected 0, 1 or 2");
        }
        return VALUES[ordinal];
    }

    /** {@link #TRUE} or {@link #FALSE}. */
    public static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** Negation: unknown stays unknown. */
    public Truth not() {
        return switch (this) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /** Conjunction: one false operand decides. */
    public Truth and(Truth other) {
        if (this == FALSE || other == FALSE) {
            return FALSE;
        }
        return this == TRUE && other == TRUE ? TRUE : UNKNOWN;
    }

    /** Disjunction: one true operand decides. */
    public Truth or(Truth other) {
        if (this == TRUE || other == TRUE) {
            return TRUE;
        }
        return this == FALSE && other == FALSE ? FALSE : UNKNOWN;
    }
}
