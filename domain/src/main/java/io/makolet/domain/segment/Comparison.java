package io.makolet.domain.segment;

/**
 * A comparison with a threshold.
 *
 * @param threshold millionths for quantities, milliseconds for ages
 */
public record Comparison(Op op, long threshold) {

    /** Relation of the observed value to the threshold. */
    public enum Op {
        LT("<", 0b001),
        LE("<=", 0b011),
        GT(">", 0b100),
        GE(">=", 0b110),
        EQ("==", 0b010),
        NE("!=", 0b101);

        private final String symbol;

        /** Which orders satisfy it, from the lowest bit on: below, equal, above. */
        private final int accepted;

        Op(String symbol, int accepted) {
            this.symbol = symbol;
            this.accepted = accepted;
        }

        /** Does a value satisfy the relation whose order to the threshold is negative, 0 or positive? */
        boolean accepts(int order) {
            return (accepted >> (Integer.signum(order) + 1) & 1) != 0;
        }

        /** As authors write it. */
        public String symbol() {
            return symbol;
        }
    }

    /** Does the observed value satisfy the comparison? */
    public boolean test(long observed) {
        return op.accepts(Long.compare(observed, threshold));
    }
}
