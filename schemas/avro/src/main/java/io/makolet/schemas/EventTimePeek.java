package io.makolet.schemas;

import io.makolet.avro.Clickstream;
import io.makolet.avro.Command;
import io.makolet.avro.Engagement;
import io.makolet.avro.Heartbeat;
import io.makolet.avro.Profile;
import io.makolet.avro.Purchase;
import io.makolet.schemas.PoisonException.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the event time off a value without decoding the rest: of events {@code header.event_time}, of heartbeats
 * {@code event_time}, of commands {@code issued_at}.
 *
 * <p>Where the writer's schema has that field first, as ours do, it costs a few nanoseconds and allocates nothing; else
 * the record is decoded down to that field. Whether the rest of the record is sound is not its business. Not thread safe.
 */
public final class EventTimePeek {

    private static final List<String> IN_HEADER = List.of("header", "event_time");

    private static final Map<String, List<String>> PATHS = Map.of(
            Clickstream.class.getName(), IN_HEADER,
            Engagement.class.getName(), IN_HEADER,
            Purchase.class.getName(), IN_HEADER,
            Profile.class.getName(), IN_HEADER,
            Heartbeat.class.getName(), List.of("event_time"),
            Command.class.getName(), List.of("issued_at"));

    /** How to find the time under one schema id; without a projection it comes first. */
    private record Plan(
            boolean heartbeat, List<String> path, @Nullable GenericDatumReader<GenericRecord> projection) {}

    private final PerSchema<Plan> plans;
    private final ArrayDecoder decoder = new ArrayDecoder();

    public EventTimePeek(SchemaRegistry registry) {
        this.plans = new PerSchema<>(registry, EventTimePeek::planOf);
    }

    /**
     * Event time of the value, milliseconds since the epoch, UTC, as its producer gave it.
     *
     * @throws PoisonException if the value has none: it is no event, heartbeat or command, or broken before that point
     * @throws RegistryUnavailableException if its schema isn't known yet and the registry gave no usable answer
     */
    public long eventTime(byte @Nullable [] value) throws PoisonException {
        byte[] bytes = WireFormat.check(value);
        int id = WireFormat.schemaId(bytes);
        Plan plan = plans.get(id);
        decoder.reset(bytes, WireFormat.PAYLOAD);
        try {
            return plan.projection() == null ? decoder.readLong() : project(plan.projection(), plan.path());
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new PoisonException(
                    Reason.UNDECODABLE,
                    "value of " + bytes.length + " bytes is not what schema " + id + " says: " + e,
                    id,
                    e);
        }
    }

    /** Is the value a heartbeat? Throws as {@link #eventTime} does. */
    public boolean isHeartbeat(byte @Nullable [] value) throws PoisonException {
        return plans.get(WireFormat.schemaId(WireFormat.check(value))).heartbeat();
    }

    private long project(GenericDatumReader<GenericRecord> projection, List<String> path) throws IOException {
        Object found = projection.read(null, decoder);
        for (String step : path) {
            found = ((GenericRecord) found).get(step);
        }
        return (Long) found;
    }

    private static Plan planOf(int id, Schema writer) throws PoisonException {
        String name = writer.getFullName();
        List<String> path = PATHS.get(name);
        if (path == null) {
            throw new PoisonException(
                    Reason.UNSUPPORTED,
                    "record " + name + " has no event time, expected one of "
                            + String.join(", ", PATHS.keySet().stream().sorted().toList()),
                    id);
        }
        boolean heartbeat = name.equals(Heartbeat.class.getName());
        if (comesFirst(writer, path)) {
            return new Plan(heartbeat, path, null);
        }
        Schema projected = projection(RecordTypes.schemaNamed(name), path);
        List<String> problems = SchemaResolution.problems(projected, writer);
        if (!problems.isEmpty()) {
            throw new PoisonException(
                    Reason.UNDECODABLE,
                    "schema " + id + " has no event time that can be read: " + String.join("; ", problems),
                    id);
        }
        return new Plan(heartbeat, path, new GenericDatumReader<>(writer, projected));
    }

    private static boolean comesFirst(Schema writer, List<String> path) {
        Schema schema = writer;
        for (String step : path) {
            if (schema.getType() != Schema.Type.RECORD
                    || schema.getFields().isEmpty()
                    || !schema.getFields().get(0).name().equals(step)) {
                return false;
            }
            schema = schema.getFields().get(0).schema();
        }
        return schema.getType() == Schema.Type.LONG
                && LogicalTypes.timestampMillis().equals(schema.getLogicalType());
    }

    /** The schema, of which only the fields on the path are left. */
    private static Schema projection(Schema schema, List<String> path) {
        if (path.isEmpty()) {
            return schema;
        }
        Field field = schema.getField(path.get(0));
        Schema inner = projection(field.schema(), path.subList(1, path.size()));
        return Schema.createRecord(
                schema.getName(), null, schema.getNamespace(), false, List.of(new Field(field.name(), inner)));
    }
}
