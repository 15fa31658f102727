package io.makolet.serving.tail;

import io.makolet.avro.CustomerView;
import io.makolet.avro.ViewProgress;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.PoisonException.Reason;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.ViewMapping;
import io.makolet.serving.store.PartitionState;
import io.makolet.serving.store.StoreBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What records of the views topic do to the store. */
final class ViewFold {

    /** What became of a record. */
    enum Outcome {
        /** The view is in the store. */
        APPLIED,
        /** A newer view is in the store. */
        PASSED_OVER,
        /** The customer's view is gone. */
        DELETED,
        /** The partition's progress is noted. */
        PROGRESS
    }

    private final RecordReader reader;

    ViewFold(RecordReader reader) {
        this.reader = reader;
    }

    /**
     * Applies one record, in the order of its partition.
     *
     * @throws PoisonException if it can't be used; the batch is as it was
     */
    Outcome apply(ConsumerRecord<byte[], byte[]> record, StoreBatch batch) throws PoisonException {
        byte[] key = record.key();
        if (key == null) {
            throw new PoisonException(Reason.MISSING_KEY, "view without a key, expected a customer id", null);
        }
        if (record.value() == null) {
            if (isProgress(key)) {
                return Outcome.PROGRESS;
            }
            batch.delete(key);
            return Outcome.DELETED;
        }
        SpecificRecord value = reader.read(record.value());
        if (value instanceof CustomerView view) {
            if (!Arrays.equals(key, view.getCustomerId().getBytes(StandardCharsets.UTF_8))) {
                throw new PoisonException(
                        Reason.INVALID_VALUE, "view under the key of another customer, expected its own", null);
            }
            return batch.put(key, ViewMapping.toDomain(view)) ? Outcome.APPLIED : Outcome.PASSED_OVER;
        }
        if (value instanceof ViewProgress progress) {
            PartitionState state = batch.partition(record.partition());
            batch.setPartition(
                    record.partition(),
                    state.withProgress(
                            progress.getAttempt(),
                            progress.getWriter(),
                            progress.getWriters(),
                            progress.getCompleteThrough().toEpochMilli(),
                            progress.getEvaluatedThrough() == null ? Long.MIN_VALUE : progress.getEvaluatedThrough()));
            return Outcome.PROGRESS;
        }
        throw new PoisonException(
                Reason.UNSUPPORTED,
                "record " + value.getSchema().getFullName() + ", expected a customer view or progress",
                null);
    }

    /** Keys of progress begin with a zero byte, as no customer id does. */
    private static boolean isProgress(byte[] key) {
        return key.length > 0 && key[0] == 0;
    }
}
