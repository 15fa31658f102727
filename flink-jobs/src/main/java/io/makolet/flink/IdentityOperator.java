package io.makolet.flink;

import io.makolet.domain.customer.Erasure;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** The identity stage. A function can't go through keys as it opens, to forget whoever was erased since. */
final class IdentityOperator extends KeyedProcessOperator<String, LogRecord, LogRecord> {

    private final IdentityFunction identity;

    /** Is what an earlier version did not say still unsaid? */
    private transient boolean unsaid;

    IdentityOperator(IdentityFunction identity) {
        super(identity);
        this.identity = identity;
    }

    @Override
    public void open() throws Exception {
        super.open();
        for (Erasure erasure : identity.erased()) {
            setCurrentKey(erasure.customerId());
            identity.forgetBefore(erasure);
        }
        unsaid = true;
    }

    @Override
    public void processElement(StreamRecord<LogRecord> element) throws Exception {
        if (unsaid) {
            unsaid = false;
            say();
        }
        super.processElement(element);
    }

    /** While a task opens, nothing can be emitted. */
    private void say() throws Exception {
        KeyedStateBackend<String> backend = getKeyedStateBackend();
        Object current = getCurrentKey();
        List<String> keys;
        try (Stream<String> found = backend.getKeys("links", VoidNamespace.INSTANCE)) {
            keys = found.distinct().toList();
        }
        for (String key : keys) {
            setCurrentKey(key);
            for (LogRecord statement : identity.unsaid(key)) {
                output.collect(IdentityFunction.STATEMENTS, new StreamRecord<>(statement));
            }
        }
        setCurrentKey(current);
    }
}
