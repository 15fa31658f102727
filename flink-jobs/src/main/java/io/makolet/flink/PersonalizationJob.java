package io.makolet.flink;

import io.makolet.flink.StageOperator.Writers;
import io.makolet.schemas.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Keeps what is known of every customer up to date with every event. */
public final class PersonalizationJob {

    private PersonalizationJob() {}

    /**
     * Adds the job to an environment: from the events, commands and definitions in Kafka to views, transitions,
     * explanations and dead letters in Kafka. The watermark of the job is the instant through which the log is complete.
     */
    public static void build(StreamExecutionEnvironment env, JobConfig config) {
        env.configure(JobSettings.over(env.getConfiguration()));
        Surroundings surroundings = new LiveSurroundings(config);
        List<Topic> inputs = new ArrayList<>(Topic.EVENTS);
        inputs.add(Topic.COMMANDS);

        DataStreamSource<LogRecord> records =
                env.fromSource(LogSource.complete(config, inputs), WatermarkStrategy.noWatermarks(), "events");
        records.uid("events");
        if (config.clock() == ClockMode.LOG) {
            // Which partitions are silent can't be told from some of them.
            records.setParallelism(1);
        }
        Stages stages = Stages.of(
                records,
                definitions(env, config, "definitions"),
                // Each stage reads its own: one that is new in a job that goes on from a savepoint has none of before.
                definitions(env, config, "person-definitions"),
                surroundings,
                new CustomerOperator(surroundings, config.cacheBytes(), Writers.CUSTOMERS));

        stages.views()
                .sinkTo(TopicSinks.atLeastOnce(config, Topic.CUSTOMER_VIEWS))
                .name("views")
                .uid("views");
        stages.personViews()
                .sinkTo(TopicSinks.atLeastOnce(config, Topic.CUSTOMER_VIEWS))
                .name("person views")
                .uid("person-views");
        stages.transitions()
                .sinkTo(TopicSinks.exactlyOnce(config, Topic.SEGMENT_TRANSITIONS))
                .name("transitions")
                .uid("transitions");
        stages.explanations()
                .sinkTo(TopicSinks.atLeastOnce(config, Topic.EXPLANATIONS))
                .name("explanations")
                .uid("explanations");
        stages.erasures()
                .sinkTo(TopicSinks.atLeastOnce(config, Topic.ERASURES))
                .name("erasures")
                .uid("erasures");
        stages.commands()
                .sinkTo(TopicSinks.atLeastOnce(config, Topic.COMMANDS))
                .name("commands")
                .uid("commands");
        stages.deadLetters()
                .sinkTo(TopicSinks.atLeastOnce(config, Topic.DEAD_LETTERS))
                .name("dead letters")
                .uid("dead-letters");
    }

    private static DataStream<LogRecord> definitions(StreamExecutionEnvironment env, JobConfig config, String uid) {
        return env.fromSource(LogSource.backlogFirst(config, Topic.DEFINITIONS), WatermarkStrategy.noWatermarks(), uid)
                .uid(uid)
                .setParallelism(1);
    }
}
