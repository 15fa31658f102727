package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void movesAllPortsWithTheirBase() {
        assertThat(Ports.from(9400)).isEqualTo(new Ports(9400, 9480, 9492, 9493, 9481, 9490, 9491));
        assertThat(Ports.from(19400)).isEqualTo(new Ports(19400, 19480, 19492, 19493, 19481, 19490, 19491));
    }

    @Test
    void refusesABaseThatLeavesNoRoom() {
        assertThatThrownBy(() -> Ports.from(65500))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("port base 65500, expected 1 to 65442");
    }

    @Test
    void findsFreePortsThatAllDiffer() {
        Ports free = Ports.free();
        Set<Integer> distinct = free.uses().stream().map(Ports.Use::port).collect(Collectors.toSet());
        assertThat(distinct).hasSize(7);
        free.check(false);
    }

    @Test
    void namesEveryTakenPortWithTheOptionThatChangesIt() throws IOException {
        Ports free = Ports.free();
        try (ServerSocket grpc = new ServerSocket(free.grpc(), 1, InetAddress.getLoopbackAddress());
                ServerSocket kafka = new ServerSocket(free.kafka(), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> free.check(false))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining(
                            "port " + grpc.getLocalPort() + " for gRPC is taken, choose another with --grpc-port")
                    .hasMessageContaining("port " + kafka.getLocalPort()
                            + " for the broker is taken, choose another with --kafka-port")
                    .hasMessageContaining("--port-base");
        }
    }

    @Test
    void refusesAPortThatIsGivenTwiceOrIsNone() {
        Ports free = Ports.free();
        Ports wrong = new Ports(
                free.grpc(), free.grpc(), 70000, free.controller(), free.registry(), free.jobMetrics(), free.job());
        assertThatThrownBy(() -> wrong.check(false))
                .hasMessageContaining("--http-port " + free.grpc() + ", expected a port that no other part has")
                .hasMessageContaining("--kafka-port 70000, expected 1 to 65535");
    }

    @Test
    void letsARegistryThatWasLeftBehindKeepItsPort() throws IOException {
        Ports free = Ports.free();
        try (ServerSocket registry = new ServerSocket(free.registry(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(registry.isBound()).isTrue();
            free.check(true);
            assertThatThrownBy(() -> free.check(false)).hasMessageContaining("--registry-port");
        }
    }
}
