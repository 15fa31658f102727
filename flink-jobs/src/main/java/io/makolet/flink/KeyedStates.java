package io.makolet.flink;

import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.CustomerStateCodec;
import io.makolet.domain.customer.Person;
import io.makolet.domain.customer.PersonCodec;
import java.io.IOException;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;
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
 *
 * @param <S> a state
 */
final class KeyedStates<S> implements CustomerStore<S> {

    private static final ValueStateDescriptor<byte[]> CUSTOMER =
            new ValueStateDescriptor<>("customer", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    private final KeyedStateBackend<String> backend;
    private final ValueState<byte[]> stored;
    private final Format<S> format;
    private final CustomerMetrics counts;
    private int lastBytes;

    /** How a state is packed, and whose it is. */
    record Format<S>(Function<S, byte[]> encode, Function<byte[], S> decode, Function<S, String> key) {}

    static final Format<CustomerState> CUSTOMERS =
            new Format<>(CustomerStateCodec::encode, CustomerStateCodec::decode, CustomerState::customerId);

    static final Format<Person> PERSONS = new Format<>(
            PersonCodec::encode, PersonCodec::decode, person -> person.told().customerId());

    KeyedStates(KeyedStateBackend<String> backend, Format<S> format, CustomerMetrics counts) throws Exception {
        this.backend = backend;
        this.format = format;
        this.stored = backend.getPartitionedState(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, CUSTOMER);
        this.counts = counts;
    }

    /** Length of what was read or written last, packed. */
    int lastBytes() {
        return lastBytes;
    }

    @Override
    public @Nullable S find(String customerId) throws IOException {
        backend.setCurrentKey(customerId);
        byte[] packed = stored.value();
        counts.stateReads.inc();
        if (packed == null) {
            return null;
        }
        lastBytes = packed.length;
        return format.decode().apply(packed);
    }

    @Override
    public void changed(S state) throws IOException {
        byte[] packed = format.encode().apply(state);
        backend.setCurrentKey(format.key().apply(state));
        stored.update(packed);
        lastBytes = packed.length;
        counts.stateWrites.inc();
        counts.stateBytes.inc(packed.length);
    }

    @Override
    public void remove(String customerId) {
        backend.setCurrentKey(customerId);
        stored.clear();
    }

    @Override
    public boolean undo(String customerId) {
        return true;
    }

    @Override
    public Round<S> round() {
        Stream<String> stream = backend.getKeys(CUSTOMER.getName(), VoidNamespace.INSTANCE);
        return new KeyedRound(stream, stream.iterator());
    }

    /** RocksDB's keys are those of the instant at which it began; the states are as they are when visited. */
    private final class KeyedRound implements Round<S> {

        private final Stream<String> stream;
        private final Iterator<String> keys;

        KeyedRound(Stream<String> stream, Iterator<String> keys) {
            this.stream = stream;
            this.keys = keys;
        }

        @Override
        public boolean next(Visitor<S> visitor) throws Exception {
            while (keys.hasNext()) {
                String key = keys.next();
                S found = find(key);
                if (found != null) {
                    visitor.visit(key, found);
                    return true;
                }
            }
            return false;
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    @Override
    public void flush() {
        // Every change is written at once.
    }
}
