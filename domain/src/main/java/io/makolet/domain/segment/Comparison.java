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

        /** Does a value satisfy the relation whose order to the threshold is negative, 0 or positive? */
        boolean accepts(int order) {
            return switch (this) {
                case LT -> order < 0;
                case LE -> order <= 0;
                case GT -> order > 0;
                case GE -> order >= 0;
                case EQ -> order == 0;
                case NE -> order != 0;
            };
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
