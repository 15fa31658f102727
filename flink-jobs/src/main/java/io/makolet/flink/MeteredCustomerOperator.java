package io.makolet.flink;

import io.makolet.flink.StageOperator.Writers;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** The customer stage with a meter. */
final class MeteredCustomerOperator extends CustomerOperator {

    private final long from;
    private final long to;

    private transient TrialMeter meter;

    /** Measures from one event to another. */
    @SuppressWarnings("NullAway.Init") // Flink makes the operator here and opens it elsewhere
    MeteredCustomerOperator(Surroundings surroundings, long cacheBytes, long from, long to) {
        super(surroundings, cacheBytes, Writers.CUSTOMERS);
        this.from = from;
        this.to = to;
    }

    @Override
    public void open() throws Exception {
        super.open();
        CustomerMetrics counts = counts();
        meter = new TrialMeter(getRuntimeContext(), from, to)
                .also(TrialCost.LEAVES, () -> rules().engine().touchedLeaves())
                .also(TrialCost.FLIPS, counts.transitions::getCount)
                .also(TrialCost.TIMERS, counts.timers::getCount)
                .also(TrialCost.VIEWS, counts.views::getCount)
                .also(TrialCost.FOUND, counts.cacheHits::getCount)
                .also(TrialCost.READS, counts.stateReads::getCount)
                .also(TrialCost.WRITES, counts.stateWrites::getCount)
                .also(TrialCost.WRITTEN_BYTES, counts.stateBytes::getCount);
    }

    @Override
    public void processElement1(StreamRecord<LogRecord> element) throws Exception {
        super.processElement1(element);
        meter.event();
    }
}
