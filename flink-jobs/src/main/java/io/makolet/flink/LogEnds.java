package io.makolet.flink;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What the broker says of partitions' ends. Used by one thread. */
interface LogEnds extends AutoCloseable {

    /**
     * Where the partitions end now: the offset behind the last record that was appended, also where it can't be read yet.
     *
     * @throws InterruptedException if the thread is to stop
     * @throws BrokerException if the broker gave no answer: try again later
     */
    Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions) throws InterruptedException, BrokerException;

    /**
     * For each position an offset before which no record follows. Offsets may hold no record where transactions ended,
     * where a compacted topic was cleaned, and where retention deleted. Positions about which nothing is found out in
     * time are left out.
     *
     * @throws InterruptedException if the thread is to stop
     * @throws BrokerException if the broker gave no answer: try again later
     */
    Map<TopicPartition, Long> nextRecords(Map<TopicPartition, Long> positions)
            throws InterruptedException, BrokerException;

    @Override
    void close();

    /** The broker gave no answer. */
    final class BrokerException extends Exception {
        BrokerException(Throwable cause) {
            super(cause);
        }
    }
}
