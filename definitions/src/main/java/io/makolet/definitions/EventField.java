package io.makolet.definitions;

/**
 * A field of events that a definition depends on.
 *
 * @param topic name of the event schema, such as {@code purchases}
 * @param field name as in expressions, such as {@code amount}
 */
public record EventField(String topic, String field) {}
