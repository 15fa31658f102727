package io.makolet.flink;

import java.io.BufferedInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Reads a {@link History}: one record for each number that comes in. Time passes up to its end once the last has been
 * read.
 */
final class HistoryReader extends AbstractStreamOperator<LogRecord> implements OneInputStreamOperator<Long, LogRecord> {

    /** Accumulator of the events read. */
    static final String READ = "read";

    private final String file;
    private final long end;

    private transient DataInputViewStreamWrapper in;
    private transient LongCounter read;

    /** @param end the watermark that follows the last record */
    @SuppressWarnings("NullAway.Init") // Flink makes the operator here and opens it elsewhere
    HistoryReader(History history, long end) {
        this.file = history.file().toString();
        this.end = end;
    }

    @Override
    public void open() throws Exception {
        super.open();
        in = new DataInputViewStreamWrapper(new BufferedInputStream(Files.newInputStream(Path.of(file)), 1 << 16));
        read = new LongCounter();
        getRuntimeContext().addAccumulator(READ, read);
    }

    @Override
    public void processElement(StreamRecord<Long> number) throws Exception {
        output.collect(new StreamRecord<>(LogRecordSerializer.INSTANCE.deserialize(in)));
        read.add(1L);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (mark.getTimestamp() == Watermark.MAX_WATERMARK.getTimestamp()) {
            output.emitWatermark(new Watermark(end));
        }
        super.processWatermark(mark);
    }

    @Override
    public void close() throws Exception {
        if (in != null) {
            in.close();
        }
        super.close();
    }
}
