package io.makolet.local.replay.mapping;

import io.makolet.domain.event.Event;

/** An event, and the rule that made it. */
record MappedEvent(Event event, EventRule rule) {}
