package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobArgumentsTest {

    @Test
    void readsTheCommandLine() {
        JobConfig config = JobArguments.parse(
                List.of(
                        "--bootstrap-servers=a:1,b:2",
                        "--registry=http://registry/apis/ccompat/v7",
                        "--schema-cache=/cache",
                        "--clock=log",
                        "--transaction-timeout=PT1H",
                        "--kafka.security.protocol=SASL_SSL",
                        "--registry.basic.auth.user.info=a:b=c"),
                Map.of());

        assertThat(config.bootstrapServers()).isEqualTo("a:1,b:2");
        assertThat(config.registry().url()).isEqualTo("http://registry/apis/ccompat/v7");
        assertThat(config.registry().cacheDirectory()).isEqualTo("/cache");
        assertThat(config.registry().properties()).containsExactly(Map.entry("basic.auth.user.info", "a:b=c"));
        assertThat(config.clock()).isEqualTo(ClockMode.LOG);
        assertThat(config.transactionTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(config.clientProperties())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("bootstrap.servers", "a:1,b:2");
    }

    @Test
    void prefersTheCommandLineToTheEnvironment() {
        JobConfig config = JobArguments.parse(
                List.of("--registry=http://b"),
                Map.of("MAKOLET_REGISTRY", "http://a", "MAKOLET_BOOTSTRAP_SERVERS", "c:1", "HOME", "/x"));

        assertThat(config.registry().url()).isEqualTo("http://b");
        assertThat(config.bootstrapServers()).isEqualTo("c:1");
    }

    @Test
    void hasDefaults() {
        JobConfig config = JobArguments.parse(List.of("--registry=http://b", "--bootstrap-servers=c:1"), Map.of());

        assertThat(config.clock()).isEqualTo(ClockMode.WALL);
        assertThat(config.transactionTimeout()).isEqualTo(JobConfig.DEFAULT_TRANSACTION_TIMEOUT);
        assertThat(config.registry().cacheDirectory()).isNull();
        assertThat(config.cacheBytes()).isEqualTo(JobConfig.DEFAULT_CACHE_BYTES);
    }

    @ParameterizedTest
    @CsvSource({"64mb, 67108864", "0, 0"})
    void readsTheSizeOfTheStateCache(String text, long bytes) {
        JobConfig config = JobArguments.parse(
                List.of("--registry=http://b", "--bootstrap-servers=c:1", "--state-cache=" + text), Map.of());

        assertThat(config.cacheBytes()).isEqualTo(bytes);
    }

    @Test
    void refusesAStateCacheThatIsNoSize() {
        assertThatThrownBy(() -> JobArguments.parse(
                        List.of("--registry=http://b", "--bootstrap-servers=c:1", "--state-cache=plenty"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--state-cache plenty, expected a size such as 64mb, or 0 for no cache");
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        assertThatThrownBy(() -> JobArguments.parse(
                        List.of("--colour=red", "bare", "--clock=sun", "--transaction-timeout=15m"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--colour=red")
                .hasMessageContaining("argument bare")
                .hasMessageContaining("clock sun, expected wall or log")
                .hasMessageContaining("--transaction-timeout 15m, expected an ISO 8601 duration")
                .hasMessageContaining("no --bootstrap-servers")
                .hasMessageContaining("no --registry");
    }

    @Test
    void refusesATimeoutThatNoBrokerTakes() {
        assertThatThrownBy(() -> JobArguments.parse(
                        List.of("--registry=http://b", "--bootstrap-servers=c:1", "--transaction-timeout=PT0S"),
                        Map.of()))
                .hasMessageContaining("transaction timeout PT0S, expected 1 ms to");
    }
}
