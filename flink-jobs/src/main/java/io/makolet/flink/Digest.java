package io.makolet.flink;

import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** The end of records that nobody wants: all that is kept is a sum over their bytes, whatever order they come in. */
final class Digest extends AbstractStreamOperator<TopicRecord>
        implements OneInputStreamOperator<TopicRecord, TopicRecord> {

    /** Accumulator of the views. */
    static final String VIEWS = "views_digest";

    /** Accumulator of the transitions. */
    static final String TRANSITIONS = "transitions_digest";

    private final String accumulator;

    private transient CRC32 one;
    private transient CRC32C other;
    private transient LongCounter sum;

    @SuppressWarnings("NullAway.Init") // Flink makes the operator here and opens it elsewhere
    Digest(String accumulator) {
        this.accumulator = accumulator;
    }

    @Override
    public void open() throws Exception {
        super.open();
        one = new CRC32();
        other = new CRC32C();
        sum = new LongCounter();
        getRuntimeContext().addAccumulator(accumulator, sum);
    }

    @Override
    public void processElement(StreamRecord<TopicRecord> element) {
        TopicRecord record = element.getValue();
        if (record.partition() != TopicRecord.BY_KEY) {
            // Progress, which says when it was written.
            return;
        }
        byte[] value = Objects.requireNonNull(record.value());
        one.reset();
        other.reset();
        one.update(value);
        other.update(value);
        sum.add(one.getValue() << 32 | other.getValue());
    }
}
