package io.makolet.schemas;

import io.makolet.avro.Backfill;
import io.makolet.avro.Heartbeat;
import io.makolet.avro.ViewProgress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** The records that may stand on topics, and the subjects of their schemas. */
final class RecordTypes {

    /** Records that lie among those of a topic, under a subject of their own. */
    private static final List<Class<? extends SpecificRecord>> MARKERS =
            List.of(Heartbeat.class, ViewProgress.class, Backfill.class);

    /** Those of them that came after all others had their places. */
    private static final List<Class<? extends SpecificRecord>> LATER_MARKERS = List.of(Backfill.class);

    /** Topics that had no record when the others got their places. */
    private static final List<Topic> LATER = List.of(Topic.ERASURES);

    private static final Map<String, Class<? extends SpecificRecord>> BY_NAME = Stream.concat(
                    Arrays.stream(Topic.values()).flatMap(topic -> topic.recordType().stream()), MARKERS.stream())
            .collect(Collectors.toUnmodifiableMap(Class::getName, type -> type));

    private RecordTypes() {}

    /** The class of a schema's full name; empty if no such record stands on a topic. */
    static Optional<Class<? extends SpecificRecord>> named(String fullName) {
        return Optional.ofNullable(BY_NAME.get(fullName));
    }

    /** Schema, as this build knows it, of the record with a full name that {@link #named} knows. */
    static Schema schemaNamed(String fullName) {
        return SpecificData.get().getSchema(named(fullName).orElseThrow());
    }

    /** Names of all records, for messages. */
    static String names() {
        return BY_NAME.keySet().stream().sorted().collect(Collectors.joining(", "));
    }

    /** Subject of a record that lies among those of a topic. */
    static String subjectOf(Class<? extends SpecificRecord> marker) {
        if (!MARKERS.contains(marker)) {
            throw new IllegalArgumentException(marker + " has its topic's subject, expected one of " + MARKERS);
        }
        return marker.getName();
    }

    /** Schemas of this build by subject, in a fixed order: those that came later come last. */
    static Map<String, Schema> schemasBySubject() {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        for (Topic topic : Topic.values()) {
            if (!LATER.contains(topic)) {
                topic.schema().ifPresent(schema -> schemas.put(topic.subject(), schema));
            }
        }
        for (Class<? extends SpecificRecord> marker : MARKERS) {
            if (!LATER_MARKERS.contains(marker)) {
                schemas.put(subjectOf(marker), SpecificData.get().getSchema(marker));
            }
        }
        for (Topic topic : LATER) {
            topic.schema().ifPresent(schema -> schemas.put(topic.subject(), schema));
        }
        for (Class<? extends SpecificRecord> marker : LATER_MARKERS) {
            schemas.put(subjectOf(marker), SpecificData.get().getSchema(marker));
        }
        return schemas;
    }
}
