package io.makolet.local;

import io.makolet.schemas.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far backfills and the job have come in the log. A backfill notes it, with its fence, as the offsets of a consumer group
 * of its own; the job commits what it has read with every checkpoint.
 */
record BackfillOffsets(Admin admin) {

    /** The group under which the job's checkpoints commit what has been read. */
    private static final String JOB = "makolet-personalization";

    private static final String FENCE = "fence=";

    /**
     * How far a backfill has come.
     *
     * @param position of each partition, where it goes on
     * @param fence of each partition, the first offset that it does not read: what lies there and behind comes by itself
     */
    record Progress(Map<TopicPartition, Long> position, Map<TopicPartition, Long> fence) {

        Progress {
            position = Map.copyOf(position);
            fence = Map.copyOf(fence);
        }

        /** Records that are still to be read. */
        long left() {
            return fence.entrySet().stream()
                    .mapToLong(entry -> Math.max(0, entry.getValue() - position.getOrDefault(entry.getKey(), 0L)))
                    .sum();
        }

        /** Share that has been read, in percent, of what the log holds from some offsets on, when so much is left. */
        int percent(Map<TopicPartition, Long> beginnings, long left) {
            long all = fence.entrySet().stream()
                    .mapToLong(entry -> Math.max(0, entry.getValue() - beginnings.getOrDefault(entry.getKey(), 0L)))
                    .sum();
            return all == 0 ? 100 : (int) (100 * Math.max(0, all - left) / all);
        }
    }

    /** Group under which the backfill of a number notes how far it has come. */
    static String group(int backfill) {
        return "makolet-backfill-" + backfill;
    }

    /** What is noted of a position. */
    static OffsetAndMetadata note(long position, long fence) {
        return new OffsetAndMetadata(position, FENCE + fence);
    }

    /** How far the backfill of a number has come; without partitions where it has not begun. */
    Progress progress(int backfill) throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> position = new HashMap<>();
        Map<TopicPartition, Long> fence = new HashMap<>();
        committed(group(backfill)).forEach((partition, offset) -> {
            if (offset.metadata().startsWith(FENCE)) {
                position.put(partition, offset.offset());
                fence.put(partition, Long.parseLong(offset.metadata().substring(FENCE.length())));
            }
        });
        return new Progress(position, fence);
    }

    /** Is everything below such offsets in a checkpoint of the job that is complete? */
    boolean jobHasRead(Map<TopicPartition, Long> ends) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> read = committed(JOB);
        return ends.entrySet().stream().allMatch(end -> {
            OffsetAndMetadata offset = read.get(end.getKey());
            return offset != null && end.getValue() <= offset.offset();
        });
    }

    /** Those of some ends that lie behind a record: up to the others there is nothing to read. */
    Map<TopicPartition, Long> behindRecords(Map<TopicPartition, Long> ends)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> behind = new HashMap<>(ends);
        Map<TopicPartition, Long> beginnings = beginnings(ends.keySet());
        behind.entrySet().removeIf(end -> end.getValue() <= beginnings.getOrDefault(end.getKey(), 0L));
        return behind;
    }

    /** First offsets that the log still has. */
    Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        return offsets(partitions, OffsetSpec.earliest());
    }

    /** Offsets behind the last record. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        return offsets(partitions, OffsetSpec.latest());
    }

    /** All partitions of topics. */
    List<TopicPartition> partitions(Collection<Topic> topics) throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(topics.stream().map(Topic::topicName).toList())
                .allTopicNames()
                .get()
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(name, partition.partition()))));
        return partitions;
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> known = new HashMap<>();
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        known.put(partition, offset);
                    }
                });
        return known;
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listOffsets(asked).all().get().forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }
}
