package io.makolet.flink;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Turns numbers into the records of an input, each with the watermark behind it; behind its end time stands still. */
final class RecordPlayer extends AbstractStreamOperator<LogRecord> implements OneInputStreamOperator<Long, LogRecord> {

    private final Source source;
    private transient Input input;

    /** Records, and the watermark behind each. */
    record Input(List<LogRecord> records, List<Long> watermarks) {
        /** The watermark behind all. */
        long end() {
            return watermarks.get(watermarks.size() - 1);
        }
    }

    /** Where an input comes from: the same at every call. */
    interface Source extends Serializable {
        Input input();
    }

    @SuppressWarnings("NullAway.Init") // Flink makes the operator here and opens it elsewhere
    RecordPlayer(Source source) {
        this.source = source;
    }

    @Override
    public void open() throws Exception {
        super.open();
        input = source.input();
    }

    @Override
    public void processElement(StreamRecord<Long> number) {
        int i = (int) Math.min(number.getValue(), input.records().size());
        if (i < input.records().size()) {
            output.collect(new StreamRecord<>(input.records().get(i)));
            output.emitWatermark(new Watermark(input.watermarks().get(i)));
        } else {
            output.emitWatermark(new Watermark(input.end()));
        }
    }
}
