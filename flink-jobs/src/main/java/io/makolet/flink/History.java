package io.makolet.flink;

import io.makolet.domain.event.Event;
import io.makolet.flink.LogRecord.Kind;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.EventWriter;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;

/**
 * Events of the past in order of event time, in a file, as they would lie in the log.
 *
 * @param file holds nothing but the records
 * @param events how many
 */
public record History(Path file, long events) {

    /** Writes a history. Not thread safe. */
    public static final class Writer implements Closeable {
        private final Path file;
        private final OutputStream bytes;
        private final DataOutputViewStreamWrapper out;
        private final EventWriter writer = new EventWriter(new BuiltInRegistry(), "history");
        private long events;
        private long last = Long.MIN_VALUE;

        /** Begins a history in a new file. */
        public Writer(Path file) throws IOException {
            this.file = file;
            this.bytes = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
            this.out = new DataOutputViewStreamWrapper(bytes);
        }

        /**
         * Appends an event.
         *
         * @throws IllegalArgumentException if it is earlier than the one before
         */
        public void add(Event event) throws IOException {
            if (event.time() < last) {
                throw new IllegalArgumentException(
                        "event " + event.id() + " at " + event.time() + ", expected none before " + last);
            }
            last = event.time();
            LogRecordSerializer.INSTANCE.serialize(
                    new LogRecord(
                            Kind.TIMED,
                            EventWriter.topicOf(event),
                            0,
                            events++,
                            last,
                            last,
                            event.customerId(),
                            writer.write(event)),
                    out);
        }

        /** What was written so far. */
        public History finish() throws IOException {
            out.flush();
            return new History(file, events);
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }
}
