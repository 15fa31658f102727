package io.makolet.flink;

import io.makolet.domain.definition.Definition;
import io.makolet.flink.LogRecord.Kind;
import io.makolet.schemas.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The stages of {@link PersonalizationJob} between a history and the transitions in Kafka, with places before and behind
 * the customer stage where things go wrong. It never ends.
 *
 * <p>The history goes on with each checkpoint that is complete: on every machine it spans as many of them.
 */
record FailingJob(
        RandomHistory history,
        RecordPlayer.Source definitions,
        CustomerOperator customers,
        Failures failures,
        JobConfig config) {

    static final String BEFORE = "before";
    static final String BEHIND = "behind";

    private static final int RECORDS_PER_CHECKPOINT = 1_000;

    void build(StreamExecutionEnvironment env) {
        env.configure(JobSettings.over(env.getConfiguration()));
        Surroundings surroundings = new HistorySurroundings(CustomerHarness.T);
        DataStream<LogRecord> records = played(env, "history", history);
        DataStream<LogRecord> rules = played(env, "definitions", definitions);

        SingleOutputStreamOperator<LogRecord> identified = records.keyBy(LogRecord::key, Types.STRING)
                .process(new IdentityFunction(surroundings), PackedType.LOG_RECORD)
                .uid("identity")
                .transform(BEFORE, PackedType.LOG_RECORD, failures.at(BEFORE))
                .uid(BEFORE);
        SingleOutputStreamOperator<TopicRecord> views = identified
                .keyBy(LogRecord::key, Types.STRING)
                .connect(rules.broadcast())
                .transform("customer", PackedType.TOPIC_RECORD, customers)
                .uid("customer");
        views.getSideOutput(CustomerOperator.TRANSITIONS)
                .transform(BEHIND, PackedType.TOPIC_RECORD, failures.at(BEHIND))
                .uid(BEHIND)
                .sinkTo(TopicSinks.exactlyOnce(config, Topic.SEGMENT_TRANSITIONS))
                .uid("transitions");
    }

    static DataStream<LogRecord> played(StreamExecutionEnvironment env, String name, RecordPlayer.Source source) {
        GeneratorFunction<Long, Long> itself = number -> number;
        return env.fromSource(
                        new DataGeneratorSource<>(
                                itself,
                                Long.MAX_VALUE,
                                RateLimiterStrategy.perCheckpoint(RECORDS_PER_CHECKPOINT),
                                Types.LONG),
                        WatermarkStrategy.noWatermarks(),
                        name + " numbers")
                .uid(name + "-numbers")
                .setParallelism(1)
                .transform(name, PackedType.LOG_RECORD, new RecordPlayer(source))
                .uid(name)
                .setParallelism(1);
    }

    /** All definitions, which do not hold the time back. */
    static RecordPlayer.Input inputOf(List<Definition> definitions) {
        List<LogRecord> records = new ArrayList<>();
        for (Definition definition : definitions) {
            byte[] value = Samples.definition(definition);
            records.add(
                    new LogRecord(Kind.UNTIMED, Topic.DEFINITIONS, 0, records.size(), 0, 0, definition.key(), value));
        }
        records.add(LogRecord.endOfBacklog(Topic.DEFINITIONS, -1, 0));
        return new RecordPlayer.Input(records, Collections.nCopies(records.size(), Long.MAX_VALUE));
    }
}
