package io.makolet.domain.identity;

/**
 * Somebody states that two ids are one person's, or are not. The ids are as the log has them, namespace, colon, id, such as
 * {@code customer:13047}; which of them is named first makes no difference.
 *
 * @param one the lesser id
 * @param other the greater id
 * @param linked are they one person's?
 * @param time when it was found, event time, milliseconds UTC
 * @param statement unique id of the statement, such as the id of the event that made it
 */
public record Link(String one, String other, boolean linked, long time, String statement) {

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

    /** Does it stand against another statement about the same ids: is it of a later time, or, at one time, of a greater id? */
    boolean overrules(Link earlier) {
        if (time != earlier.time) {
            return time > earlier.time;
        }
        int order = statement.compareTo(earlier.statement);
        return order != 0 ? order > 0 : linked && !earlier.linked;
    }
}
