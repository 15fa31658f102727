package io.makolet.schemas;

import io.makolet.avro.Clickstream;
import io.makolet.avro.Engagement;
import io.makolet.avro.Profile;
import io.makolet.avro.Purchase;
import org.apache.avro.specific.SpecificRecord;

/** A writer for each of the event topics. */
final class Writers {

    private final RecordWriter<Clickstream> clickstream;
    private final RecordWriter<Engagement> engagement;
    private final RecordWriter<Purchase> purchases;
    private final RecordWriter<Profile> profiles;

    Writers(SchemaRegistry registry) {
        clickstream = RecordWriter.of(registry, Topic.CLICKSTREAM, Clickstream.class);
        engagement = RecordWriter.of(registry, Topic.ENGAGEMENT, Engagement.class);
        purchases = RecordWriter.of(registry, Topic.PURCHASES, Purchase.class);
        profiles = RecordWriter.of(registry, Topic.PROFILES, Profile.class);
    }

    byte[] write(SpecificRecord event) {
        if (event instanceof Clickstream value) {
            return clickstream.write(value);
        }
        if (event instanceof Engagement value) {
            return engagement.write(value);
        }
        return event instanceof Purchase value ? purchases.write(value) : profiles.write((Profile) event);
    }
}
