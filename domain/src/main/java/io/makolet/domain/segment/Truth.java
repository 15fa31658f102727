package io.makolet.domain.segment;

/** Three-valued truth (Kleene). Persisted formats know the values by {@link #code()}. */
public enum Truth {
    FALSE(0),
    TRUE(1),
    UNKNOWN(2);

    private final int code;

    Truth(int code) {
        this.code = code;
    }

    /** The value of a code. */
    public static Truth of(int code) {
        return switch (code) {
            case 0 -> FALSE;
            case 1 -> TRUE;
            case 2 -> UNKNOWN;
            default -> throw new IllegalArgumentException("truth value " + code + ", expected 0, 1 or 2");
        };
    }

    /** Number of the value in persisted formats: 0, 1, 2 for false, true, unknown. */
    public int code() {
        return code;
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
