package io.makolet.flink;

import io.makolet.avro.ViewProgress;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Writes how far one writer's views are complete, for each partition of the views topic. Not thread safe. */
final class ViewProgressRecords {

    /** No customer id begins with it. */
    private static final String KEY_PREFIX = "\0progress/";

    private final RecordWriter<ViewProgress> recordWriter;
    private final int writer;
    private final int writers;
    private final int partitions;

    /**
     * @param writer which of the {@code writers}, from 0
     * @param partitions of the views topic
     */
    ViewProgressRecords(SchemaRegistry registry, int writer, int writers, int partitions) {
        this.recordWriter = RecordWriter.ofViewProgress(registry);
        this.writer = writer;
        this.writers = writers;
        this.partitions = partitions;
    }

    /**
     * The records; instants in milliseconds UTC.
     *
     * @param evaluatedThrough offset of the last definition for which all of the writer's customers have been evaluated
     */
    List<TopicRecord> of(long attempt, long completeThrough, long evaluatedThrough, long writtenAt) {
        byte[] key = (KEY_PREFIX + writer).getBytes(StandardCharsets.UTF_8);
        byte[] value = recordWriter.write(ViewProgress.newBuilder()
                .setAttempt(attempt)
                .setWriter(writer)
                .setWriters(writers)
                .setCompleteThrough(Instant.ofEpochMilli(completeThrough))
                .setEvaluatedThrough(evaluatedThrough)
                .setWrittenAt(Instant.ofEpochMilli(writtenAt))
                .build());
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicRecord(partition, key, value))
                .toList();
    }
}
