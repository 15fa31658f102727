package io.makolet.domain.event;

/** The type of an event's or profile's field as expressions see it. */
public enum FieldType {
    /** {@link Boolean}. */
    BOOL,
    /** {@link Long}. */
    LONG,
    /** {@link Double}. */
    DOUBLE,
    /** {@link Long} millionths of the currency's main unit; expressions see a number of main units. */
    MONEY,
    /** {@link String}. */
    TEXT,
    /** {@link Long} milliseconds since the epoch, UTC. */
    TIME,
    /** {@code java.util.List} of {@link String}. */
    TEXTS
}
