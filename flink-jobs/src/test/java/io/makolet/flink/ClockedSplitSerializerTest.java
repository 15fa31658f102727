package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ClockedSplitSerializerTest {

    private static final KafkaPartitionSplit SPLIT =
            new KafkaPartitionSplit(new TopicPartition("makolet.events.purchases.v1", 3), 17);
    private static final ClockedSplit CLOCKED = new ClockedSplit(SPLIT, 1_700_000_000_000L, 1_700_000_000_001L, true);
    private static final String STORED =
            "0000000000000031001b6d616b6f6c65742e6576656e74732e7075726368617365732e763100000003000000"
                    + "000000001180000000000000000000018bcfe568000000018bcfe5680101";

    private final KafkaPartitionSplitSerializer kafka = new KafkaPartitionSplitSerializer();
    private final ClockedSplitSerializer serializer = new ClockedSplitSerializer(kafka);

    @Test
    void keepsTheClock() throws IOException {
        byte[] bytes = serializer.serialize(CLOCKED);

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(STORED);
        assertThat(serializer.deserialize(1001, bytes)).isEqualTo(CLOCKED);
    }

    @Test
    void readsWhatKafkasSourceStored() throws IOException {
        assertThat(serializer.deserialize(kafka.getVersion(), kafka.serialize(SPLIT)))
                .isEqualTo(SPLIT);
    }

    @Test
    void givesASplitWithoutAClockOneThatKnowsNothing() throws IOException {
        byte[] bytes = serializer.serialize(SPLIT);

        assertThat(serializer.deserialize(serializer.getVersion(), bytes))
                .isEqualTo(new ClockedSplit(SPLIT, PartitionClock.UNKNOWN, PartitionClock.UNKNOWN, false));
    }
}
