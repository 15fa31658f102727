package io.makolet.flink;

import io.makolet.avro.Heartbeat;
import io.makolet.flink.LogRecord.Kind;
import io.makolet.schemas.EventTimePeek;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns what Kafka delivers into {@link LogRecord}s: reads the event time off events, knows heartbeats, decodes nothing
 * else. A record whose time can't be read goes on untimed, and the stage that decodes it refuses it.
 */
final class LogRecordSchema implements KafkaRecordDeserializationSchema<LogRecord> {

    private static final char REPLACEMENT = '\uFFFD';

    private final Surroundings surroundings;
    private final HashMap<String, Topic> topics = new HashMap<>();
    private transient @Nullable EventTimePeek peek;
    private transient @Nullable RecordReader reader;

    LogRecordSchema(Surroundings surroundings, List<Topic> topics) {
        this.surroundings = surroundings;
        topics.forEach(topic -> this.topics.put(topic.topicName(), topic));
    }

    @Override
    public void open(InitializationContext context) {
        Counter waits = context.getMetricGroup().counter("registry_waits");
        SchemaRegistry registry = new PatientRegistry(surroundings, waits::inc);
        peek = new EventTimePeek(registry);
        reader = new RecordReader(registry);
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<LogRecord> out) {
        Topic topic = topics.get(record.topic());
        if (topic == null) {
            throw new IllegalStateException("topic " + record.topic() + ", expected one of " + topics.keySet());
        }
        out.collect(toLogRecord(topic, record));
    }

    @Override
    public TypeInformation<LogRecord> getProducedType() {
        return PackedType.LOG_RECORD;
    }

    private LogRecord toLogRecord(Topic topic, ConsumerRecord<byte[], byte[]> record) {
        long appendTime = record.timestamp();
        Kind kind = Kind.UNTIMED;
        long eventTime = appendTime;
        if (topic != Topic.DEFINITIONS && peek != null && reader != null) {
            try {
                long time = peek.eventTime(record.value());
                if (peek.isHeartbeat(record.value())) {
                    boolean more = ((Heartbeat) reader.read(record.value())).getMore();
                    kind = more ? Kind.HEARTBEAT_OF_MORE : Kind.HEARTBEAT;
                    eventTime = time;
                } else if (topic != Topic.COMMANDS) {
                    // A command is given at some time, but nothing happens then in the shop.
                    kind = Kind.TIMED;
                    eventTime = EventTimes.clamp(time, appendTime);
                }
            } catch (PoisonException e) {
                // It stays untimed: the stage that decodes it tells why.
                eventTime = appendTime;
            }
        }
        return new LogRecord(
                kind,
                topic,
                record.partition(),
                record.offset(),
                appendTime,
                eventTime,
                key(record.key()),
                record.value());
    }

    /**
     * The key as text; empty where it is none: not UTF-8, or beginning with a zero byte like the keys that the job itself
     * writes among those of customers.
     */
    private static String key(byte @Nullable [] key) {
        if (key == null || key.length == 0 || key[0] == 0) {
            return "";
        }
        String text = new String(key, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 || isUtf8(key) ? text : "";
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
