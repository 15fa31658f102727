package io.makolet.flink;

import io.makolet.domain.customer.Erasure;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;

/** The identity stage. A function can't go through keys as it opens, to forget whoever was erased since. */
final class IdentityOperator extends KeyedProcessOperator<String, LogRecord, LogRecord> {

    private final IdentityFunction identity;

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
    }
}
