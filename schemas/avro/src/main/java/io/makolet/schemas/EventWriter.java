package io.makolet.schemas;

import io.makolet.avro.Clickstream;
import io.makolet.avro.Engagement;
import io.makolet.avro.Identity;
import io.makolet.avro.Profile;
import io.makolet.avro.Purchase;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;

/** Writes events of any schema as they lie in the log. Not thread safe. */
public final class EventWriter {

    private final String source;
    private final RecordWriter<Clickstream> clickstream;
    private final RecordWriter<Engagement> engagement;
    private final RecordWriter<Purchase> purchases;
    private final RecordWriter<Profile> profiles;

    /**
     * A writer whose events say where they come from. Throws as {@link RecordWriter#of} does.
     *
     * @param source system that the events come from, such as import
     */
    public EventWriter(SchemaRegistry registry, String source) {
        this.source = source;
        this.clickstream = RecordWriter.of(registry, Topic.CLICKSTREAM, Clickstream.class);
        this.engagement = RecordWriter.of(registry, Topic.ENGAGEMENT, Engagement.class);
        this.purchases = RecordWriter.of(registry, Topic.PURCHASES, Purchase.class);
        this.profiles = RecordWriter.of(registry, Topic.PROFILES, Profile.class);
    }

    /** Topic that an event belongs in. */
    public static Topic topicOf(Event event) {
        return Topic.EVENTS.get(EventSchema.ALL.indexOf(event.schema()));
    }

    /**
     * The event's bytes, in Confluent's wire format.
     *
     * @throws IllegalArgumentException if the record can't hold a value of the event
     */
    public byte[] write(Event event) {
        return write(event, List.of(), source);
    }

    /**
     * The same of an event that came with further ids of the person.
     *
     * @param from system that it comes from
     * @throws IllegalArgumentException if the record can't hold a value of the event
     */
    public byte[] write(Event event, List<Identity> identities, String from) {
        SpecificRecord record = EventRecords.toAvro(event, from);
        Objects.requireNonNull(EventMapping.headerOf(record)).setIdentities(identities);
        return switch (topicOf(event)) {
            case CLICKSTREAM -> clickstream.write((Clickstream) record);
            case ENGAGEMENT -> engagement.write((Engagement) record);
            case PURCHASES -> purchases.write((Purchase) record);
            default -> profiles.write((Profile) record);
        };
    }
}
