package io.makolet.domain.segment;

/**
 * A comparison with a threshold.
 *
 * @param threshold millionths for quantities, milliseconds for ages
 */
public record Comparison(Op op, long threshold) {

    /** Relation of the observed value to the threshold. */
    public enum Op {
        LT("<"),
        LE("<="),
        GT(">"),
        GE(">="),
        EQ("=="),
        NE("!=");

        private final String symbol;

        Op(String symbol) {
            this.symbol = symbol;
        }

        /** As authors write it. */
        public String symbol() {
            return symbol;
        }
    }

    /** Does the observed value satisfy the comparison? */
    public boolean test(long observed) {
        return switch (op) {
            case LT -> observed < threshold;
            case LE -> observed <= threshold;
            case GT -> observed > threshold;
            case GE -> observed >= threshold;
            case EQ -> observed == threshold;
            case NE -> observed != threshold;
        };
    }
}
