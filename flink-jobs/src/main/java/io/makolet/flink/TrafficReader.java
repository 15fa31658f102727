package io.makolet.flink;

import io.makolet.flink.LogRecord.Kind;
import io.makolet.schemas.Topic;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Reads {@link Traffic}: one record for each number that comes in, up to a last one; after that, nothing. */
final class TrafficReader extends AbstractStreamOperator<LogRecord> implements OneInputStreamOperator<Long, LogRecord> {

    /** Records between two watermarks. */
    private static final int TELL_EVERY = 1_000;

    private final Traffic traffic;
    private final long events;

    private transient Traffic.Feed feed;

    @SuppressWarnings("NullAway.Init") // Flink makes the operator here and opens it elsewhere
    TrafficReader(Traffic traffic, long events) {
        this.traffic = traffic;
        this.events = events;
    }

    @Override
    public void open() throws Exception {
        super.open();
        feed = traffic.open();
    }

    @Override
    public void processElement(StreamRecord<Long> number) {
        long n = number.getValue();
        if (n > events) {
            return;
        }
        Traffic.Sent sent = feed.next();
        output.collect(new StreamRecord<>(new LogRecord(
                Kind.TIMED, Topic.CLICKSTREAM, 0, n, sent.time(), sent.time(), sent.customerId(), sent.value())));
        if (n % TELL_EVERY == 0) {
            output.emitWatermark(new Watermark(sent.time()));
        }
    }
}
