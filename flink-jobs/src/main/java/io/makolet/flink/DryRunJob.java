package io.makolet.flink;

import io.makolet.avro.SegmentTransition;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.Transition;
import io.makolet.flink.StageOperator.Writers;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.TransitionMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Tries definitions on a history: the stages of {@link PersonalizationJob}, in event time, over a bounded input.
 *
 * @param history what happened
 * @param definitions all of them, live
 * @param through instant up to which time passes in the end, milliseconds UTC; not before the last event
 * @param folder takes what comes out
 */
public record DryRunJob(History history, Collection<Definition> definitions, long through, Path folder) {

    /** Accumulator of the events that were read so far. */
    public static final String EVENTS_READ = HistoryReader.READ;

    /** Is told what came out. */
    public interface Listener {
        /** A customer entered or left a segment; those of one customer come in order. */
        void transition(String customerId, Transition transition);

        /** An event could not be applied. */
        void refused(String reason);
    }

    /** Adds the job to an environment. */
    public void build(StreamExecutionEnvironment env) {
        env.configure(JobSettings.bounded(env.getConfiguration()));
        Surroundings surroundings = new HistorySurroundings(through);
        DataStream<LogRecord> records = env.fromSequence(1, history.events())
                .setParallelism(1)
                .transform(
                        "history",
                        PackedType.LOG_RECORD,
                        new HistoryReader(history, through + EventTimes.OUT_OF_ORDERNESS_MILLIS))
                .setParallelism(1);
        DataStream<LogRecord> rules = env.fromData(Backlog.of(definitions), PackedType.LOG_RECORD);

        Stages stages = Stages.of(
                records,
                rules,
                rules,
                surroundings,
                new CustomerOperator(surroundings, JobConfig.DEFAULT_CACHE_BYTES, Writers.CUSTOMERS));
        stages.transitions().sinkTo(transitions()).name("transitions");
        stages.deadLetters().sinkTo(deadLetters()).name("dead letters");
    }

    /** Tells what came out, once the job has ended. */
    public void tell(Listener listener) throws IOException {
        RecordReader reader = new RecordReader(new BuiltInRegistry());
        transitions().read(value -> {
            SegmentTransition transition = read(reader, value, SegmentTransition.class);
            try {
                listener.transition(transition.getCustomerId(), TransitionMapping.toDomain(transition));
            } catch (PoisonException e) {
                throw new IOException("a transition of this build can't be read", e);
            }
        });
        deadLetters()
                .read(value -> listener.refused(
                        read(reader, value, io.makolet.avro.DeadLetter.class).getMessage()));
    }

    private static <T> T read(RecordReader reader, byte[] value, Class<T> type) throws IOException {
        try {
            return type.cast(reader.read(value));
        } catch (PoisonException e) {
            throw new IOException("a record of this build can't be read", e);
        }
    }

    private RecordFiles transitions() {
        return new RecordFiles(folder.toString(), "transitions");
    }

    private RecordFiles deadLetters() {
        return new RecordFiles(folder.toString(), "refused");
    }
}
