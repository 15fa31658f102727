package io.makolet.flink;

import org.jspecify.annotations.Nullable;

/**
 * A record to be written to a topic. Immutable: nobody writes to its arrays. Not made to be compared.
 *
 * @param partition where to, or {@link #BY_KEY}
 * @param key null only where the topic has no keys
 * @param value null is a tombstone: what was written under the key before is gone
 */
@SuppressWarnings("ArrayRecordComponent") // a wrapper of the bytes would cost an object per record
record TopicRecord(int partition, byte @Nullable [] key, byte @Nullable [] value) {

    /** The partition that Kafka's default partitioner gives the key. */
    static final int BY_KEY = -1;
}
