package io.makolet.schemas;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.schemas.FlinkFormats.Format;
import io.makolet.schemas.registry.ApicurioProcess;
import io.makolet.schemas.registry.RealRegistry;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our bytes and those of Flink's serialization schemas are the same, both ways. */
@ExtendWith(RealRegistry.class)
class FlinkFormatsTest {

    private static final long SEED = 5;
    private static final int RECORDS = 2_000;

    private final Map<String, Format> formats = new HashMap<>();
    private final Writers writers;
    private final RecordReader reader;
    private final FlinkFormats flink;

    FlinkFormatsTest(ApicurioProcess apicurio) throws Exception {
        SchemaBootstrap.register(RegistryConfig.of(apicurio.url()), Set.of());
        ConfluentRegistry registry = new ConfluentRegistry(RegistryConfig.of(apicurio.url()));
        writers = new Writers(registry);
        reader = new RecordReader(registry);
        flink = new FlinkFormats(apicurio.url());
        for (Topic topic : Topic.EVENTS) {
            Schema schema = topic.schema().orElseThrow();
            formats.put(schema.getFullName(), flink.format(topic.subject(), schema));
        }
    }

    @AfterEach
    void close() throws IOException {
        flink.close();
    }

    @Test
    void writesTheBytesThatFlinkWrites() throws Exception {
        RandomRecords records = new RandomRecords(SEED, 1);
        for (int i = 0; i < RECORDS; i++) {
            SpecificRecord event = records.event();
            byte[] ours = writers.write(event);

            assertThat(throughFlink(event, ours))
                    .as("seed %d, record %d: %s", SEED, i, event)
                    .isEqualTo(ours);
        }
    }

    @Test
    void readsWhatFlinkWrites() throws Exception {
        RandomRecords records = new RandomRecords(SEED);
        for (int i = 0; i < RECORDS; i++) {
            SpecificRecord event = records.event();

            SpecificRecord read = reader.read(throughFlink(event, writers.write(event)));

            // Once more through our own, because maps read have another order than maps built.
            assertThat(read)
                    .as("seed %d, record %d", SEED, i)
                    .hasToString(reader.read(writers.write(event)).toString());
        }
    }

    private byte[] throughFlink(SpecificRecord event, byte[] ours) throws ReflectiveOperationException {
        return requireNonNull(formats.get(event.getSchema().getFullName())).rewrite(ours);
    }
}
