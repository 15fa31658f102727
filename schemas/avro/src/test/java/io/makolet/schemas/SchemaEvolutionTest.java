package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.Clickstream;
import io.makolet.avro.EventHeader;
import io.makolet.avro.Profile;
import io.makolet.avro.ProfileField;
import io.makolet.avro.ProfileFieldType;
import io.makolet.schemas.PoisonException.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** Records of producers that are ahead of us, or that wrote the same schema in another order. */
class SchemaEvolutionTest {

    private static final int ID = 77;
    private static final long TIME = 1_300_000_000_123L;

    private final BuiltInRegistry builtIn = new BuiltInRegistry();
    private final Clickstream click = withTime(new RandomRecords(3).clickstream());
    private final byte[] written = new Writers(builtIn).write(click);

    @Test
    void readsARecordWithAFieldOfTheFuture() throws PoisonException {
        Schema future = rewritten(Clickstream.getClassSchema(), fields -> {
            fields.add(3, new Field("weather", Schema.create(Schema.Type.STRING), "Of the future.", "sunny"));
            return fields;
        });
        byte[] value = inSchema(future);

        assertThat(reader(future).read(value)).hasToString(click.toString());
        assertThat(peek(future).eventTime(value)).isEqualTo(TIME);
    }

    @Test
    void readsARecordWhoseHeaderIsInAnotherOrder() throws PoisonException {
        Schema header = rewritten(EventHeader.getClassSchema(), fields -> {
            Collections.reverse(fields);
            return fields;
        });
        Schema reordered = rewritten(Clickstream.getClassSchema(), fields -> {
            fields.set(0, new Field("header", header, "Header.", (Object) null));
            Collections.rotate(fields, 2);
            return fields;
        });
        byte[] value = inSchema(reordered);

        assertThat(reader(reordered).read(value)).hasToString(click.toString());
        assertThat(peek(reordered).eventTime(value)).isEqualTo(TIME);
        assertThat(peek(reordered).isHeartbeat(value)).isFalse();
    }

    @Test
    void refusesATimeInAnotherUnit() {
        Schema header = new Schema.Parser()
                .parse(EventHeader.getClassSchema().toString().replace("timestamp-millis", "timestamp-micros"));
        Schema micros = rewritten(Clickstream.getClassSchema(), fields -> {
            fields.set(0, new Field("header", header, "Header.", (Object) null));
            return fields;
        });
        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(Clickstream.getClassSchema(), micros)
                        .getType())
                .as("Avro sees no harm in it")
                .isEqualTo(SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE);
        byte[] value = inSchema(micros);

        PoisonException poison = RecordReaderTest.refused(reader(micros), value);

        assertThat(poison.reason()).isEqualTo(Reason.UNDECODABLE);
        assertThat(poison)
                .hasMessageContaining("/header/event_time: logical type timestamp-micros, expected timestamp-millis");
        PoisonException peeked = org.assertj.core.api.Assertions.catchThrowableOfType(
                PoisonException.class, () -> peek(micros).eventTime(value));
        assertThat(peeked).hasMessageContaining("timestamp-micros");
    }

    @Test
    void refusesASchemaThatLacksWhatWeNeed() {
        Schema poor = rewritten(Clickstream.getClassSchema(), fields -> {
            fields.removeIf(field -> field.name().equals("type"));
            return fields;
        });

        PoisonException poison = RecordReaderTest.refused(reader(poor), inSchema(poor));

        assertThat(poison.reason()).isEqualTo(Reason.UNDECODABLE);
        assertThat(poison)
                .hasMessageContaining("schema 77 can't be read as io.makolet.avro.Clickstream")
                .hasMessageContaining("type");
    }

    @Test
    void readsATypeOfTheFutureAsUnknown() throws PoisonException {
        Schema profile = new Schema.Parser()
                .parse(SchemaText.of(Profile.getClassSchema()).replace("\"PLACE\"]", "\"PLACE\",\"COLOUR\"]"));
        Profile base = new Profile(
                new RandomRecords(4).header(),
                "profile_update",
                List.of(ProfileField.newBuilder()
                        .setName("favourite")
                        .setType(ProfileFieldType.TEXT)
                        .build()));
        GenericRecord generic = GenericWire.as(profile, new Writers(builtIn).write(base), Profile.getClassSchema());
        GenericRecord field = (GenericRecord) ((List<?>) generic.get("fields")).get(0);
        field.put(
                "type",
                new org.apache.avro.generic.GenericData.EnumSymbol(
                        field.getSchema().getField("type").schema(), "COLOUR"));

        Profile read = (Profile) reader(profile).read(GenericWire.write(ID, generic));

        assertThat(read.getFields().get(0).getType()).isEqualTo(ProfileFieldType.UNKNOWN);
    }

    private byte[] inSchema(Schema schema) {
        return GenericWire.write(ID, GenericWire.as(schema, written, Clickstream.getClassSchema()));
    }

    private static RecordReader reader(Schema writer) {
        return new RecordReader(new FixedRegistry().with(ID, writer));
    }

    private static EventTimePeek peek(Schema writer) {
        return new EventTimePeek(new FixedRegistry().with(ID, writer));
    }

    private static Clickstream withTime(Clickstream click) {
        click.getHeader().setEventTime(Instant.ofEpochMilli(TIME));
        return click;
    }

    private static Schema rewritten(Schema record, UnaryOperator<List<Field>> change) {
        List<Field> copies = new ArrayList<>();
        for (Field field : record.getFields()) {
            copies.add(new Field(field, field.schema()));
        }
        return Schema.createRecord(
                record.getName(), record.getDoc(), record.getNamespace(), false, change.apply(copies));
    }
}
