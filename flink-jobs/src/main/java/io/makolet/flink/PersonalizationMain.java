package io.makolet.flink;

import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs {@link PersonalizationJob} on a Flink cluster. */
public final class PersonalizationMain {

    private PersonalizationMain() {}

    /** Takes what {@link JobArguments} says. */
    public static void main(String[] arguments) throws Exception {
        JobConfig config = JobArguments.parse(List.of(arguments), System.getenv());
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        PersonalizationJob.build(env, config);
        env.execute("makolet-personalization");
    }
}
