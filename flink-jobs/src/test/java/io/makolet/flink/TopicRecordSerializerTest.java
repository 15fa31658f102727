package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class TopicRecordSerializerTest {

    private static final List<TopicRecord> RECORDS = List.of(
            new TopicRecord(TopicRecord.BY_KEY, new byte[] {1}, new byte[] {2, 3}),
            new TopicRecord(7, new byte[0], new byte[0]),
            new TopicRecord(0, null, new byte[1000]));

    @Test
    void readsWhatItWroteAndCopied() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        for (TopicRecord record : RECORDS) {
            TopicRecordSerializer.INSTANCE.serialize(record, out);
        }
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        DataOutputSerializer copy = new DataOutputSerializer(out.length());
        for (int i = 0; i < RECORDS.size(); i++) {
            TopicRecordSerializer.INSTANCE.copy(in, copy);
        }

        DataInputDeserializer copied = new DataInputDeserializer(copy.getCopyOfBuffer());
        for (TopicRecord record : RECORDS) {
            assertThat(TopicRecordSerializer.INSTANCE.deserialize(copied))
                    .usingRecursiveComparison()
                    .isEqualTo(record);
        }
    }
}
