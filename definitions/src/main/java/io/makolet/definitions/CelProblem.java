package io.makolet.definitions;

/**
 * Something wrong inside an expression.
 *
 * @param index where, in code points from the beginning of the expression
 * @param hidesType does it keep the rest of the expression from being checked?
 */
record CelProblem(int index, String message, boolean hidesType) {

    CelProblem(int index, String message) {
        this(index, message, true);
    }
}
