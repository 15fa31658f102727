package io.makolet.flink;

import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import java.io.Serializable;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What operators reach for outside of Flink. */
interface Surroundings extends Serializable {

    /** A registry of the caller's own, to be closed by it where it can be closed. */
    SchemaRegistry openRegistry();

    /** Number of partitions that a topic has now. */
    int partitionsOf(Topic topic);

    /**
     * A record of a small topic. Not made to be compared.
     *
     * @param appendTime milliseconds UTC
     * @param value null removes the key
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes as they lie in the log
    record Entry(long offset, long appendTime, byte[] key, byte @Nullable [] value) {}

    /**
     * Hands over all records that a small topic has now; those of one key in order.
     *
     * @throws org.apache.kafka.common.KafkaException if the broker gives no answer; some may have been handed over then
     */
    void readAll(Topic topic, Consumer<Entry> sink);

    /** What "now" is for the job. */
    ClockMode clockMode();

    /** The wall clock, milliseconds UTC. */
    long wallTime();

    /** Returns after the time, or throws when the task is cancelled. */
    void pause(Duration time) throws InterruptedException;
}
