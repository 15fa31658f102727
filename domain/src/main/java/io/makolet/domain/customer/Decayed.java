package io.makolet.domain.customer;

/**
 * A sum of weights that each lose half their worth every half-life: {@code Σ wᵢ · 2^(-(t - tᵢ)/h)}.
 *
 * @param value the sum at {@code at}
 * @param at instant of the value, milliseconds UTC
 */
record Decayed(double value, long at) {

    static final Decayed ZERO = new Decayed(0, Long.MIN_VALUE);

    /** The sum at an instant; earlier ones give what it was worth then if nothing had been added since. */
    double at(long time, long halfLife) {
        return value == 0 ? 0 : value * Math.pow(2, -(double) (time - at) / halfLife);
    }

    /** With the weights of another sum of the same half-life. */
    Decayed plus(Decayed other, long halfLife) {
        return other.value == 0 ? this : plus(other.value, other.at, halfLife);
    }

    /** With a further weight; events out of order give the same sum. */
    Decayed plus(double weight, long time, long halfLife) {
        if (value == 0) {
            return new Decayed(weight, time);
        }
        return time >= at
                ? new Decayed(at(time, halfLife) + weight, time)
                : new Decayed(value + weight * Math.pow(2, -(double) (at - time) / halfLife), at);
    }
}
