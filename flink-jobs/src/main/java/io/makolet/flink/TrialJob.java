package io.makolet.flink;

import io.makolet.domain.definition.Definition;
import java.util.Collection;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Measures what events cost: the stages and settings of {@link PersonalizationJob}, on one task each, over traffic that is
 * made in the process, with an end that keeps nothing but a sum over the bytes.
 *
 * @param definitions all of them, live; none where the job goes on from a savepoint, which has them
 * @param warmUp events that are not measured, before those that are
 * @param ends does the job end after its events? Otherwise it runs idle, and a savepoint can be taken
 */
public record TrialJob(
        Traffic traffic, Logic logic, Collection<Definition> definitions, long warmUp, long measured, boolean ends) {

    /** Accumulator of the events applied so far. */
    public static final String EVENTS_SEEN = TrialMeter.SEEN;

    /** What becomes of an event. */
    public enum Logic {
        /** All that production does. */
        CACHED,
        /** The same, but customers' states are read and written each time. */
        PLAIN,
        /** It is decoded. */
        NONE
    }

    /** Adds the job to an environment. */
    public void build(StreamExecutionEnvironment env) {
        env.configure(JobSettings.over(env.getConfiguration()));
        env.setParallelism(1);
        Surroundings surroundings = new HistorySurroundings(0);
        long events = warmUp + measured;
        // One that goes on from a savepoint begins anew with traffic and definitions.
        String kind = ends ? "trial" : "filling";
        DataStream<LogRecord> records = env.fromSequence(1, ends ? events : Long.MAX_VALUE)
                .uid(kind + "-numbers")
                .transform("events", PackedType.LOG_RECORD, new TrafficReader(traffic, events))
                .uid(kind + "-events");
        DataStream<LogRecord> rules =
                env.fromData(Backlog.of(definitions), PackedType.LOG_RECORD).uid(kind + "-definitions");

        Stages stages = Stages.of(
                records,
                rules,
                rules,
                surroundings,
                switch (logic) {
                    case CACHED -> customers(surroundings, JobConfig.DEFAULT_CACHE_BYTES);
                    case PLAIN -> customers(surroundings, 0);
                    case NONE -> new NoLogicOperator(surroundings, warmUp, warmUp + measured);
                });
        stages.views().transform("views", PackedType.TOPIC_RECORD, new Digest(Digest.VIEWS));
        stages.transitions().transform("transitions", PackedType.TOPIC_RECORD, new Digest(Digest.TRANSITIONS));
    }

    private MeteredCustomerOperator customers(Surroundings surroundings, long cacheBytes) {
        return new MeteredCustomerOperator(surroundings, cacheBytes, warmUp, warmUp + measured);
    }
}
