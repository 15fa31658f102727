package io.makolet.serving.tail;

import io.makolet.avro.Erasure;
import io.makolet.schemas.ErasureMapping;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.PoisonException.Reason;
import io.makolet.schemas.RecordReader;
import io.makolet.serving.store.StoreBatch;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What records of the erasures topic do to the store: the person is unknown at once, and stays so whatever older views are
 * read later, of which one that was written late may lie behind the job's tombstone.
 */
final class ErasureFold {

    private final RecordReader reader;

    ErasureFold(RecordReader reader) {
        this.reader = reader;
    }

    /**
     * Applies one record; empty if there was no view.
     *
     * @throws PoisonException if it can't be used; the batch is as it was
     */
    Optional<ViewFold.Outcome> apply(ConsumerRecord<byte[], byte[]> record, StoreBatch batch) throws PoisonException {
        byte[] key = record.key();
        if (key == null) {
            throw new PoisonException(Reason.MISSING_KEY, "erasure without a key, expected a customer id", null);
        }
        if (record.value() == null) {
            return Optional.empty();
        }
        SpecificRecord value = reader.read(record.value());
        if (!(value instanceof Erasure erasure)) {
            throw new PoisonException(
                    Reason.UNSUPPORTED, "record " + value.getSchema().getFullName() + ", expected an erasure", null);
        }
        int era = ErasureMapping.toDomain(new String(key, StandardCharsets.UTF_8), erasure, record.timestamp())
                .era();
        return batch.forget(key, era) ? Optional.of(ViewFold.Outcome.DELETED) : Optional.empty();
    }
}
