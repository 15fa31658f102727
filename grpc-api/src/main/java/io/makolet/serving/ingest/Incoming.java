package io.makolet.serving.ingest;

import io.makolet.avro.Identity;
import io.makolet.domain.event.Event;
import java.util.List;

/**
 * An event that is good, and not in the log yet.
 *
 * @param identities further ids of the person
 */
record Incoming(Event event, List<Identity> identities) {}
