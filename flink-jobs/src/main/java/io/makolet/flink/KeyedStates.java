package io.makolet.flink;

import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.CustomerStateCodec;
import java.io.IOException;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The states as they lie in Flink's keyed state, packed: read at every question, written at every change. Sets Flink's
 * current key.
 */
final class KeyedStates implements CustomerStore {

    private static final ValueStateDescriptor<byte[]> CUSTOMER =
            new ValueStateDescriptor<>("customer", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    private final KeyedStateBackend<String> backend;
    private final ValueState<byte[]> stored;
    private final CustomerMetrics counts;
    private int lastBytes;

    KeyedStates(KeyedStateBackend<String> backend, CustomerMetrics counts) throws Exception {
        this.backend = backend;
        this.stored = backend.getPartitionedState(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, CUSTOMER);
        this.counts = counts;
    }

    /** Length of what was read or written last, packed. */
    int lastBytes() {
        return lastBytes;
    }

    @Override
    public @Nullable CustomerState find(String customerId) throws IOException {
        backend.setCurrentKey(customerId);
        byte[] packed = stored.value();
        counts.stateReads.inc();
        if (packed == null) {
            return null;
        }
        lastBytes = packed.length;
        return CustomerStateCodec.decode(packed);
    }

    @Override
    public void changed(CustomerState state) throws IOException {
        byte[] packed = CustomerStateCodec.encode(state);
        backend.setCurrentKey(state.customerId());
        stored.update(packed);
        lastBytes = packed.length;
        counts.stateWrites.inc();
        counts.stateBytes.inc(packed.length);
    }

    @Override
    public boolean undo(String customerId) {
        return true;
    }

    @Override
    public void forEach(Visitor visitor) throws Exception {
        backend.applyToAllKeys(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, CUSTOMER, (key, state) -> {
            CustomerState found = find(key);
            if (found != null) {
                visitor.visit(found);
            }
        });
    }

    @Override
    public void flush() {
        // Every change is written at once.
    }
}
