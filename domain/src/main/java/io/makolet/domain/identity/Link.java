package io.makolet.domain.identity;

/**
 * Two ids are one person's, or are not, as somebody says who has seen them together or knows it otherwise. The ids are as the log has them, namespace, colon, id, such as
 * {@code customer:13047}; which of them is named first makes no difference.
 *
 * @param one the lesser id
 * @param other the greater id
 * @param linked are they one person's?
 * @param seen were they only seen together, and nobody stated it? What is stated stands against it, whenever that was
 * @param time when it was found, event time, milliseconds UTC
 * @param statement unique id of the statement, such as the id of the event that made it
 */
public record Link(String one, String other, boolean linked, boolean seen, long time, String statement) {

    /**
     * Puts the ids in order.
     *
     * @throws IllegalArgumentException if an id is empty, or both are the same
     */
    public Link {
        if (one.isEmpty() || other.isEmpty() || one.equals(other)) {
            throw new IllegalArgumentException(
                    "link of '" + one + "' and '" + other + "', expected two different ids that are not empty");
        }
        if (one.compareTo(other) > 0) {
            String lesser = other;
            other = one;
            one = lesser;
        }
    }

    /** Two ids were seen together. */
    public static Link seen(String one, String other, long time, String statement) {
        return new Link(one, other, true, true, time, statement);
    }

    /** Somebody states that two ids are one person's, or are not. */
    public static Link stated(String one, String other, boolean linked, long time, String statement) {
        return new Link(one, other, linked, false, time, statement);
    }

    /**
     * Does it stand against another one about the same ids: is it stated where the other was only seen, or of a later time, or, at
     * one time, of a greater id?
     */
    boolean overrules(Link earlier) {
        if (seen != earlier.seen) {
            return earlier.seen;
        }
        if (time != earlier.time) {
            return time > earlier.time;
        }
        int order = statement.compareTo(earlier.statement);
        return order != 0 ? order > 0 : linked && !earlier.linked;
    }
}
