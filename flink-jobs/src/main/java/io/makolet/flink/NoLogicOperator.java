package io.makolet.flink;

import io.makolet.flink.RecordDecoder.Decoded;
import io.makolet.flink.RecordDecoder.Happened;
import io.makolet.schemas.RecordReader;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The customer stage without anything of customers: decodes every event and answers each with the same bytes. What it
 * costs is what everything around the customers costs.
 */
final class NoLogicOperator extends AbstractStreamOperator<TopicRecord>
        implements TwoInputStreamOperator<LogRecord, LogRecord, TopicRecord> {

    private static final int VIEW_BYTES = 500;

    private final Surroundings surroundings;
    private final long from;
    private final long to;

    private transient RecordDecoder decoder;
    private transient TopicRecord answer;
    private transient TrialMeter meter;

    /** Measures from one event to another. */
    @SuppressWarnings("NullAway.Init") // Flink makes the operator here and opens it elsewhere
    NoLogicOperator(Surroundings surroundings, long from, long to) {
        this.surroundings = surroundings;
        this.from = from;
        this.to = to;
    }

    @Override
    public void open() throws Exception {
        super.open();
        decoder = new RecordDecoder(new RecordReader(surroundings.openRegistry()));
        answer = new TopicRecord(TopicRecord.BY_KEY, new byte[0], new byte[VIEW_BYTES]);
        meter = new TrialMeter(getRuntimeContext(), from, to);
    }

    @Override
    public boolean hasKeyContext1() {
        return false;
    }

    @Override
    public void processElement1(StreamRecord<LogRecord> element) throws Exception {
        Decoded decoded = decoder.decode(element.getValue());
        if (!(decoded instanceof Happened)) {
            throw new IllegalArgumentException(decoded + ", expected an event");
        }
        output.collect(new StreamRecord<>(answer));
        meter.event();
    }

    @Override
    public void processElement2(StreamRecord<LogRecord> element) {
        // Definitions mean nothing here.
    }
}
