package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BootstrapArgumentsTest {
    @Test
    void argumentsComeBeforeTheEnvironment() {
        BootstrapArguments arguments = BootstrapArguments.parse(
                List.of("--registry=http://here", "--replication-factor=3", "--kafka.security.protocol=SSL"),
                Map.of("MAKOLET_BOOTSTRAP_SERVERS", "broker:9092", "MAKOLET_REGISTRY", "http://there"));
        assertThat(arguments.kafka())
                .containsOnly(Map.entry("bootstrap.servers", "broker:9092"), Map.entry("security.protocol", "SSL"));
        assertThat(arguments.registry().url()).isEqualTo("http://here");
        assertThat(arguments.replicationFactor()).contains((short) 3);
    }

    @Test
    void everyProblemIsToldAtOnce() {
        assertThatThrownBy(() -> BootstrapArguments.parse(
                        List.of("--registri=x", "--replication-factor=none"), Map.of("MAKOLET_REGISTRY", " ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--registri=x")
                .hasMessageContaining("no --bootstrap-servers")
                .hasMessageContaining("no --registry")
                .hasMessageContaining("--replication-factor none, expected a number from 1");
    }
}
