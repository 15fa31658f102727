package io.makolet.flink;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;

/** Tells how far the log is complete as the watermark, and lets go of it where nothing need be waited for. */
final class WatermarkProgress implements LogReader.Progress {

    @Override
    public void tell(LogClock clock, EndPoller.Answer answer, ReaderOutput<LogRecord> output) {
        LogClock.Reading reading = clock.at(answer.wallTime());
        if (reading.completeThrough() != PartitionClock.UNKNOWN) {
            output.emitWatermark(new Watermark(reading.completeThrough()));
        }
        if (reading.idle()) {
            output.markIdle();
        } else {
            output.markActive();
        }
    }
}
