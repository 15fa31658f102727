package io.makolet.flink;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;

/** The outcome of a bounded job: files of records in a folder, one of each writer. */
record RecordFiles(String folder, String name) implements Sink<TopicRecord> {

    /** Takes a record's value; tombstones are not written to files. */
    interface Reader {
        void read(byte[] value) throws IOException;
    }

    @Override
    public SinkWriter<TopicRecord> createWriter(WriterInitContext context) throws IOException {
        Path file = Path.of(folder).resolve(name + "-" + context.getTaskInfo().getIndexOfThisSubtask());
        OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        DataOutputViewStreamWrapper out = new DataOutputViewStreamWrapper(bytes);
        return new SinkWriter<>() {
            @Override
            public void write(TopicRecord record, Context when) throws IOException {
                TopicRecordSerializer.INSTANCE.serialize(record, out);
            }

            @Override
            public void flush(boolean endOfInput) throws IOException {
                out.flush();
            }

            @Override
            public void close() throws IOException {
                bytes.close();
            }
        };
    }

    /** Reads all that was written; the records of one writer come in order. */
    void read(Reader reader) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(folder))) {
            files = all.filter(file -> String.valueOf(file.getFileName()).startsWith(name + "-"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            try (InputStream bytes = Files.newInputStream(file);
                    DataInputViewStreamWrapper in =
                            new DataInputViewStreamWrapper(new java.io.BufferedInputStream(bytes, 1 << 16))) {
                while (true) {
                    TopicRecord record = TopicRecordSerializer.INSTANCE.deserialize(in);
                    reader.read(Objects.requireNonNull(record.value()));
                }
            } catch (EOFException e) {
                // The end of the file.
            }
        }
    }
}
