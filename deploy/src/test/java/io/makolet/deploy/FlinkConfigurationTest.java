package io.makolet.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.junit.jupiter.api.Test;

/** The job's settings against the options of the Flink release that it runs on: Flink ignores a key it doesn't know. */
class FlinkConfigurationTest {
    private static final String REPORTER = "metrics.reporter.prom.";

    private final Map<String, ConfigOption<?>> known = Stream.of(
                    CheckpointingOptions.class,
                    HighAvailabilityOptions.class,
                    RestartStrategyOptions.class,
                    RocksDBOptions.class,
                    StateBackendOptions.class,
                    TaskManagerOptions.class)
            .flatMap(FlinkConfigurationTest::options)
            .collect(Collectors.toMap(ConfigOption::key, option -> option, (one, other) -> one));
    private final Map<String, String> written = written();
    private final Configuration configuration = Configuration.fromMap(written);

    @Test
    void everyKeyIsAnOptionOfFlinkAndEveryValueParses() {
        assertThat(written).isNotEmpty();
        written.keySet().stream().filter(key -> !key.startsWith(REPORTER)).forEach(key -> {
            assertThat(known).containsKey(key);
            assertThatCode(() -> configuration.get(known.get(key))).as(key).doesNotThrowAnyException();
        });
    }

    @Test
    void stateIsInRocksDbAndCheckpointsAreIncrementalAndKept() {
        assertThat(configuration.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("rocksdb");
        assertThat(configuration.get(CheckpointingOptions.INCREMENTAL_CHECKPOINTS))
                .isTrue();
        assertThat(configuration.get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(configuration.get(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION))
                .isEqualTo(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    }

    @Test
    void aLostJobManagerIsReplacedByAnotherThatKnowsWhereItWas() {
        assertThat(configuration.get(HighAvailabilityOptions.HA_MODE)).isEqualTo("kubernetes");
        assertThat(configuration.get(HighAvailabilityOptions.HA_STORAGE_PATH)).isNotBlank();
    }

    @Test
    void metricsAreReportedOnThePortThatIsScraped() throws ReflectiveOperationException {
        assertThat(MetricReporterFactory.class)
                .isAssignableFrom(Class.forName(written.get(REPORTER + "factory.class")));
        int port = Integer.parseInt(written.get(REPORTER + "port"));
        assertThat(Manifest.named("FlinkDeployment", "makolet-personalization")
                        .content()
                        .at("/spec/podTemplate/spec/containers/0/ports/0/containerPort")
                        .asInt())
                .isEqualTo(port);
    }

    private static Map<String, String> written() {
        Map<String, String> settings = new HashMap<>();
        Manifest.named("FlinkDeployment", "makolet-personalization")
                .content()
                .at("/spec/flinkConfiguration")
                .properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        return settings;
    }

    private static Stream<ConfigOption<?>> options(Class<?> holder) {
        return Arrays.stream(holder.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .filter(field -> field.getType() == ConfigOption.class)
                .map(FlinkConfigurationTest::option);
    }

    private static ConfigOption<?> option(Field field) {
        try {
            return (ConfigOption<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(field.toString(), e);
        }
    }
}
