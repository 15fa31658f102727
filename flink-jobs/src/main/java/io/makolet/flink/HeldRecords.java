package io.makolet.flink;

import io.makolet.domain.customer.Erasure;
import io.makolet.schemas.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;

/** What comes before the definitions are known waits with its customer, in Flink's state. */
final class HeldRecords {

    private static final ListStateDescriptor<LogRecord> HELD =
            new ListStateDescriptor<>("held", LogRecordSerializer.INSTANCE);

    private final KeyedStateBackend<String> backend;
    private final ListState<LogRecord> held;
    private final Erasures erasures;
    private final RecordDecoder decoder;
    private final CustomerMetrics counts;

    /** Where a record goes once it need not wait. */
    interface Applied {
        /** Applies a record of the current key's customer. */
        void apply(LogRecord record) throws Exception;
    }

    HeldRecords(KeyedStateBackend<String> backend, Erasures erasures, RecordDecoder decoder, CustomerMetrics counts)
            throws Exception {
        this.backend = backend;
        this.held = backend.getPartitionedState(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, HELD);
        this.erasures = erasures;
        this.decoder = decoder;
        this.counts = counts;
    }

    /** Keeps a record, unless its customer is erased; an erasure drops what was kept before it. */
    void hold(LogRecord record) throws Exception {
        if (erasures.cover(record)) {
            counts.suppressed.inc();
            return;
        }
        backend.setCurrentKey(record.key());
        Erasure erasure = record.topic() == Topic.COMMANDS ? decoder.erasure(record) : null;
        if (erasure != null) {
            erasures.add(erasure);
            held.clear();
        }
        counts.held.inc();
        held.add(record);
    }

    /** Nothing waits from here on: applies all, in order for each customer. */
    void release(Applied applied) throws Exception {
        backend.applyToAllKeys(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, HELD, (key, records) -> {
            List<LogRecord> waiting = new ArrayList<>();
            records.get().forEach(waiting::add);
            records.clear();
            for (LogRecord record : waiting) {
                applied.apply(record);
            }
        });
    }
}
