package io.makolet.e2e;

import io.makolet.avro.EventHeader;
import io.makolet.schemas.EventMapping;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;

/** Event time of decoded events. */
final class EventTimes {

    private EventTimes() {}

    static long of(SpecificRecord event) {
        EventHeader header = Objects.requireNonNull(EventMapping.headerOf(event), "an event");
        return header.getEventTime().toEpochMilli();
    }
}
