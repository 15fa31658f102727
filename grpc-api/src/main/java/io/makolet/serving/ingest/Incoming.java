package io.makolet.serving.ingest;

import io.makolet.avro.Identity;
import io.makolet.domain.event.Event;
import java.util.List;

/**
 * An event that is good, and not in the log yet.
 *
 * @param identities further ids of the person
 * @param source system that says so
 */
record Incoming(Event event, List<Identity> identities, String source) {

    /** Where events come from that don't say so. */
    static final String DOOR = "door";

    Incoming(Event event, List<Identity> identities) {
        this(event, identities, DOOR);
    }
}
