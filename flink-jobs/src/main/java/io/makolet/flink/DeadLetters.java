package io.makolet.flink;

import io.makolet.avro.DeadLetter;
import io.makolet.schemas.DeadLetterMapping;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.PoisonException.Reason;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.OutputTag;

/** Writes what one stage refuses, and counts it by reason. Not thread safe. */
final class DeadLetters {

    /** The side output on which stages emit them. */
    static final OutputTag<TopicRecord> OUTPUT = new OutputTag<>("dead-letters", PackedType.TOPIC_RECORD);

    private final RecordWriter<DeadLetter> writer;
    private final String stage;
    private final LongSupplier wallClock;
    private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);

    DeadLetters(SchemaRegistry registry, String stage, LongSupplier wallClock, MetricGroup metrics) {
        this.writer = RecordWriter.of(registry, Topic.DEAD_LETTERS, DeadLetter.class);
        this.stage = stage;
        this.wallClock = wallClock;
        for (Reason reason : Reason.values()) {
            counters.put(reason, metrics.addGroup("reason", reason.code()).counter("dead_letters"));
        }
    }

    /** The letter about a record. */
    TopicRecord about(LogRecord record, PoisonException poison) {
        Objects.requireNonNull(counters.get(poison.reason())).inc();
        DeadLetter letter = DeadLetterMapping.toAvro(
                record.topic().topicName(),
                record.partition(),
                record.offset(),
                record.appendTime(),
                poison,
                stage,
                wallClock.getAsLong());
        return new TopicRecord(TopicRecord.BY_KEY, null, writer.write(letter));
    }
}
