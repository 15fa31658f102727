package io.makolet.schemas;

import io.makolet.avro.DeadLetter;
import java.time.Instant;

/** The dead letter of a record that could not be used. */
public final class DeadLetterMapping {

    private DeadLetterMapping() {}

    /**
     * A dead letter.
     *
     * @param appendTime when the broker appended the record, milliseconds since the epoch, UTC
     * @param stage operator that refuses it
     * @param detectedAt wall-clock time, milliseconds since the epoch, UTC
     */
    public static DeadLetter toAvro(
            String topic,
            int partition,
            long offset,
            long appendTime,
            PoisonException poison,
            String stage,
            long detectedAt) {
        return DeadLetter.newBuilder()
                .setTopic(topic)
                .setPartition(partition)
                .setOffset(offset)
                .setAppendTime(Instant.ofEpochMilli(appendTime))
                .setReason(poison.reason().code())
                .setMessage(String.valueOf(poison.getMessage()))
                .setSchemaId(poison.schemaId())
                .setStage(stage)
                .setDetectedAt(Instant.ofEpochMilli(detectedAt))
                .build();
    }
}
