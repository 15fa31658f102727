package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.flink.LogRecord.Kind;
import io.makolet.schemas.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The job's customer stage by itself, for tests of other modules: records go in as they lie in the log, and come out as
 * they are written to it. Time stands still for its timers but where the test moves the watermark.
 */
public final class CustomerStage implements AutoCloseable {

    private final TestSurroundings surroundings = TestSurroundings.at(CustomerHarness.T);
    private final long cacheBytes;
    private CustomerHarness harness;
    private long processingTime = CustomerHarness.T;
    private long checkpoints;

    private CustomerStage(long cacheBytes) throws Exception {
        this.cacheBytes = cacheBytes;
        this.harness = CustomerHarness.fresh(surroundings, cacheBytes);
        harness.endOfBacklog(processingTime);
    }

    /**
     * A stage that knows nothing.
     *
     * @param cacheBytes packed bytes of customers' states that it keeps on the heap; 0 for no cache
     */
    public static CustomerStage start(long cacheBytes) throws Exception {
        return new CustomerStage(cacheBytes);
    }

    /** A record comes from a topic. */
    public void take(Topic topic, String key, byte @Nullable [] value, long appendTime) throws Exception {
        take(topic, key, value, 0, appendTime);
    }

    /** A record comes from an offset of a topic. */
    public void take(Topic topic, String key, byte @Nullable [] value, long offset, long appendTime) throws Exception {
        LogRecord record = new LogRecord(Kind.TIMED, topic, 0, offset, appendTime, appendTime, key, value);
        if (topic == Topic.DEFINITIONS) {
            harness.processBroadcastElement(record, appendTime);
        } else {
            harness.processElement(record, appendTime);
        }
    }

    /** Definitions that have come are put in force, and that everybody has been evaluated for them is told. */
    public void putInForce() throws Exception {
        processingTime += CustomerOperator.TOGETHER_MILLIS;
        harness.setProcessingTime(processingTime);
        processingTime += ProgressTeller.INTERVAL_MILLIS;
        harness.setProcessingTime(processingTime);
    }

    /** The watermark moves to an instant, if it is not there already, and the timers that are due until then fire. */
    public void advanceTo(long watermark) throws Exception {
        harness.processWatermark(watermark);
    }

    /** What is only on the heap is written, as before each snapshot. */
    public void flush() throws Exception {
        harness.prepareSnapshotPreBarrier(++checkpoints);
    }

    /** Another stage goes on from this one's snapshot. */
    public void restart() throws Exception {
        var snapshot = harness.checkpoint(++checkpoints);
        List<ProducerRecord<byte[], byte[]>> untaken = takeViews();
        assertThat(untaken).as("records that nobody took before the restart").isEmpty();
        harness.close();
        harness = CustomerHarness.restored(surroundings, cacheBytes, snapshot);
        processingTime = CustomerHarness.T;
    }

    /** What was written to the topic of views since the last time, in order. Nothing may have been refused. */
    public List<ProducerRecord<byte[], byte[]>> takeViews() {
        assertThat(harness.takeDeadLetters()).isEmpty();
        List<ProducerRecord<byte[], byte[]>> taken = new ArrayList<>();
        while (!harness.getOutput().isEmpty()) {
            if (harness.getOutput().poll() instanceof StreamRecord<?> record) {
                taken.add(TopicSinks.record(Topic.CUSTOMER_VIEWS.topicName(), (TopicRecord) record.getValue()));
            }
        }
        return taken;
    }

    @Override
    public void close() {
        harness.close();
    }
}
