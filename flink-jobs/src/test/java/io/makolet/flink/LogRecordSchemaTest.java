package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.flink.LogRecord.Kind;
import io.makolet.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogRecordSchemaTest {

    private static final long T = 1_700_000_000_000L;
    private static final byte[] ANN = "ann".getBytes(StandardCharsets.UTF_8);

    private final LogRecordSchema schema =
            new LogRecordSchema(TestSurroundings.at(T), List.of(Topic.PURCHASES, Topic.COMMANDS, Topic.DEFINITIONS));

    @BeforeEach
    void open() {
        schema.open(new DeserializationSchema.InitializationContext() {
            @Override
            public MetricGroup getMetricGroup() {
                return new UnregisteredMetricsGroup();
            }

            @Override
            public UserCodeClassLoader getUserCodeClassLoader() {
                return SimpleUserCodeClassLoader.create(getClass().getClassLoader());
            }
        });
    }

    @Test
    void readsTheTimeOffAnEvent() {
        byte[] value = Samples.purchase("1", T - 5);
        LogRecord record = read(Topic.PURCHASES, ANN, value);

        assertThat(record)
                .usingRecursiveComparison()
                .isEqualTo(new LogRecord(Kind.TIMED, Topic.PURCHASES, 3, 17, T, T - 5, "ann", value));
    }

    @Test
    void clampsTheTimeToFiveMinutesAfterTheAppendTime() {
        assertThat(read(Topic.PURCHASES, ANN, Samples.purchase("1", Long.MAX_VALUE / 1000))
                        .eventTime())
                .isEqualTo(T + 300_000);
    }

    @Test
    void knowsAHeartbeat() {
        LogRecord record = read(Topic.PURCHASES, null, Samples.heartbeat(T - 99));

        assertThat(record.kind()).isEqualTo(Kind.HEARTBEAT);
        assertThat(record.eventTime()).isEqualTo(T - 99);
        assertThat(read(Topic.COMMANDS, null, Samples.heartbeat(T - 99)).kind()).isEqualTo(Kind.HEARTBEAT);
        assertThat(read(Topic.COMMANDS, null, Samples.heartbeat(T - 99, true)).kind())
                .isEqualTo(Kind.HEARTBEAT_OF_MORE);
    }

    @Test
    void leavesWhatItCantReadUntimed() {
        for (byte[] value : new byte[][] {new byte[0], {0, 0, 0, 0, 99, 1}, {0, 0, 0, 0, 3}, {7}, null}) {
            LogRecord record = read(Topic.PURCHASES, ANN, value);
            assertThat(record.kind()).isEqualTo(Kind.UNTIMED);
            assertThat(record.eventTime()).isEqualTo(T);
        }
    }

    @Test
    void doesNotTakeTheTimeOfACommandForTimeInTheShop() {
        LogRecord record = read(Topic.COMMANDS, ANN, Samples.command("touch"));

        assertThat(record.kind()).isEqualTo(Kind.UNTIMED);
        assertThat(record.eventTime()).isEqualTo(T);
    }

    @Test
    void doesNotLookIntoDefinitions() {
        LogRecord record = read(Topic.DEFINITIONS, ANN, Samples.heartbeat(T - 99));

        assertThat(record.kind()).isEqualTo(Kind.UNTIMED);
    }

    @Test
    void hasNoKeyWhereThereIsNoneOrItCantBeACustomer() {
        byte[] value = Samples.purchase("1", T);
        assertThat(read(Topic.PURCHASES, null, value).key()).isEmpty();
        assertThat(read(Topic.PURCHASES, new byte[0], value).key()).isEmpty();
        assertThat(read(Topic.PURCHASES, new byte[] {'a', -1}, value).key()).isEmpty();
        assertThat(read(Topic.PURCHASES, new byte[] {0, 'a'}, value).key()).isEmpty();
        assertThat(read(Topic.PURCHASES, "\uFFFD".getBytes(StandardCharsets.UTF_8), value)
                        .key())
                .isEqualTo("\uFFFD");
        assertThat(read(Topic.PURCHASES, "דנה".getBytes(StandardCharsets.UTF_8), value)
                        .key())
                .isEqualTo("דנה");
    }

    @Test
    void refusesToReadATopicThatItWasNotMadeFor() {
        assertThatThrownBy(() -> read(Topic.CUSTOMER_VIEWS, ANN, new byte[0]))
                .hasMessageContaining("makolet.customer-views");
    }

    private LogRecord read(Topic topic, byte @Nullable [] key, byte @Nullable [] value) {
        List<LogRecord> out = new ArrayList<>();
        schema.deserialize(
                new ConsumerRecord<>(
                        topic.topicName(),
                        3,
                        17,
                        T,
                        TimestampType.LOG_APPEND_TIME,
                        key == null ? -1 : key.length,
                        value == null ? -1 : value.length,
                        key,
                        value,
                        new RecordHeaders(),
                        Optional.empty()),
                new ListCollector<>(out));
        assertThat(out).hasSize(1);
        return out.get(0);
    }
}
