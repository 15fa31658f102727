package io.makolet.definitions;

import io.makolet.domain.event.EventSchema;

/**
 * A type of event of the shop's own, as an {@code Events} document declares it.
 *
 * @param schema topic it comes in, whose fields it has
 */
public record OwnEventType(String name, EventSchema schema, String description) {}
