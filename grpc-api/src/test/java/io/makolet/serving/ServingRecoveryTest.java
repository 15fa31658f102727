package io.makolet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.makolet.serving.catalog.Definitions;
import io.makolet.serving.store.FullDisk;
import io.makolet.serving.store.StoredViews;
import io.makolet.v1.Customer;
import io.makolet.v1.PartitionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node does after something went wrong. */
class ServingRecoveryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** When the node writes to disk and looks at the log again. */
    private static final Duration NEXT_CHECK = Duration.ofSeconds(10);

    private static final long COMPLETE = Views.AS_OF + 10_000;

    @TempDir
    static Path brokerDirectory;

    private static EmbeddedBroker broker;

    @TempDir
    Path directory;

    private TestLog log;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new EmbeddedBroker(brokerDirectory);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() throws Exception {
        log = new TestLog(broker.bootstrapServers());
        log.publish(Definitions.segment("loyal", 0, null));
        log.publish(Definitions.offer("all", 0).build());
        log.publish(Views.member("dana", 1));
        log.completeThrough(1, COMPLETE);
        log.flush();
    }

    @AfterEach
    void stop() throws Exception {
        log.deleteTopics();
        log.close();
    }

    @Test
    void catchesUpAfterACrashAndServesTheSame() throws Exception {
        readyNode("node").close();
        List<String> names =
                Stream.iterate(0, i -> i + 1).limit(50).map(i -> "c" + i).toList();
        Path crashed = directory.resolve("crashed");
        Map<String, Customer> before = new HashMap<>();
        try (TestNode node = readyNode("node")) {
            names.forEach(name -> log.publish(Views.member(name, 2)));
            log.publish(Views.member("dana", 2));
            log.forget("c7");
            await().atMost(PATIENCE)
                    .until(() ->
                            names.stream().allMatch(name -> node.customer(name).getKnown() != name.equals("c7")));
            // What lies on disk at this instant is what kill -9 leaves.
            copy(directory.resolve("node/views"), crashed.resolve("views"));
            names.forEach(name -> before.put(name, node.customer(name)));
        }
        try (TestNode node = readyNode("crashed")) {
            assertThat(node.customer("dana").getVersion().getApplied()).isEqualTo(2);
            before.forEach(
                    (name, customer) -> assertThat(node.customer(name)).as(name).isEqualTo(customer));
            assertThat(node.status().getCustomers()).isEqualTo(50);
            assertThat(node.get("/metrics").body()).contains("makolet_serving_store_rebuilds_total 0.0");
        }
    }

    @Test
    void endsWithTheSameBytesOnTwoReplicas() throws IOException {
        try (TestNode early = readyNode("early")) {
            for (int applied = 2; applied < 30; applied++) {
                log.publish(Views.member("c" + applied % 7, applied));
                log.publish(Views.member("c" + applied % 5, applied / 2));
            }
            log.forget("c3");
            try (TestNode late = readyNode("late")) {
                await().atMost(PATIENCE).until(() -> positions(early).equals(positions(late)));
            }
        }
        Map<String, List<Byte>> early = StoredViews.of(directory.resolve("early/views"));
        assertThat(early).containsKey("dana").doesNotContainKey("c3").hasSizeGreaterThan(5);
        assertThat(StoredViews.of(directory.resolve("late/views"))).isEqualTo(early);
    }

    @Test
    void answersWhileTheBrokerIsDeadAndFollowsWhenItIsBack() throws IOException {
        try (TestNode node = readyNode("node")) {
            broker.stop();
            assertThat(node.customer("dana").getKnown()).isTrue();
            assertThat(node.server().ready()).isTrue();
            broker.start();
            log.publish(Views.member("dana", 2));
            await().atMost(PATIENCE)
                    .until(() -> node.customer("dana").getVersion().getApplied() == 2);
        }
    }

    @Test
    void startsWhileTheBrokerIsDeadAndCallsItsAnswersStale() throws IOException {
        readyNode("node").close();
        broker.stop();
        try (TestNode node = node("node")) {
            await().atMost(PATIENCE).until(node.server()::ready);
            assertThat(node.status().getPhase()).isEqualTo("offline");
            Customer dana = node.customer("dana");
            assertThat(dana.getSegments(0).getValue()).isEqualTo(io.makolet.v1.Truth.TRUE);
            assertThat(dana.getStale()).isTrue();
            broker.start();
            await().atMost(PATIENCE).until(() -> node.status().getPhase().equals("ready"));
            assertThat(node.customer("dana").getStale()).isFalse();
        }
    }

    @Test
    void answersNobodyBeforeItHasReadTheLog() throws Exception {
        broker.stop();
        try (TestNode node = node("node")) {
            assertThat(node.server().ready()).isFalse();
            assertThat(node.health("")).isEqualTo(ServingStatus.NOT_SERVING);
            assertThat(node.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(node.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(node.status().getPhase()).isEqualTo("loading");
            assertThatThrownBy(() -> node.customer("dana")).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(e.getStatus().getDescription()).startsWith("not ready: ");
            });
            broker.start();
            await().atMost(PATIENCE).until(() -> node.health("") == ServingStatus.SERVING);
            assertThat(node.customer("dana").getKnown()).isTrue();
        }
    }

    @Test
    void startsAgainWhenTheLogIsAnother() throws Exception {
        try (TestNode node = readyNode("node")) {
            log.deleteTopics();
            log.createTopics();
            log.publish(Views.member("noa", 1));
            node.pass(NEXT_CHECK);
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> node.customer("noa").getKnown());
            assertThat(node.customer("dana").getKnown()).isFalse();
            assertThat(node.status().getDefinitionsMap()).isEmpty();
            assertThat(node.get("/metrics").body()).contains("makolet_serving_store_rebuilds_total 1.0");
        }
    }

    @Test
    void startsAgainWhenTheLogNoLongerHasWhatComesNext() throws Exception {
        readyNode("node").close();
        log.publish(Views.member("dana", 2));
        log.completeThrough(1, COMPLETE);
        log.truncateViews();
        log.publish(Views.member("noa", 1));
        try (TestNode node = readyNode("node")) {
            assertThat(node.customer("noa").getKnown()).isTrue();
            assertThat(node.customer("dana").getKnown()).isFalse();
            assertThat(node.get("/metrics").body()).contains("makolet_serving_store_rebuilds_total 1.0");
        }
    }

    @Test
    void answersWhileTheDiskIsFullAndGoesOnWhenItIsNot() throws Exception {
        try (TestNode node = readyNode("node")) {
            long applied = 1;
            try (FullDisk full = new FullDisk(directory.resolve("node/views"))) {
                while (node.server().ready()) {
                    full.stayFull();
                    log.publish(Views.member("dana", ++applied));
                    node.pass(NEXT_CHECK);
                }
                assertThat(node.status().getPhase()).isEqualTo("stuck");
                assertThat(node.get("/readyz").statusCode()).isEqualTo(503);
                assertThat(node.get("/readyz").body()).containsIgnoringCase("space");
                assertThat(node.health("")).isEqualTo(ServingStatus.NOT_SERVING);
                assertThat(node.customer("dana").getKnown()).isTrue();
            }
            long last = applied;
            await().atMost(PATIENCE)
                    .until(() -> node.customer("dana").getVersion().getApplied() == last);
            await().atMost(PATIENCE).until(node.server()::ready);
        }
    }

    @Test
    void waitsForTheRegistryAndLosesNothing() throws Exception {
        int port = EmbeddedBroker.freePort();
        Path data = directory.resolve("node");
        try (TestNode node = TestNode.start(broker.bootstrapServers(), "http://127.0.0.1:" + port, data)) {
            await().atMost(PATIENCE).until(() -> node.status().getReason().contains("registry"));
            assertThat(node.server().ready()).isFalse();
            try (RegistryServer registry = new RegistryServer(log.registry(), port)) {
                await().atMost(PATIENCE).until(node.server()::ready);
                assertThat(registry.asked()).isPositive();
            }
            assertThat(node.customer("dana").getKnown()).isTrue();
            assertThat(node.status().getPoison()).isZero();
        }
        // What was asked once is kept on disk.
        try (TestNode node = TestNode.start(broker.bootstrapServers(), "http://127.0.0.1:" + port, data)) {
            log.publish(Views.member("dana", 2));
            await().atMost(PATIENCE).until(node.server()::ready);
            await().atMost(PATIENCE)
                    .until(() -> node.customer("dana").getVersion().getApplied() == 2);
        }
    }

    private TestNode node(String name) throws IOException {
        return TestNode.start(broker.bootstrapServers(), log.registry(), directory.resolve(name));
    }

    private TestNode readyNode(String name) throws IOException {
        TestNode node = node(name);
        await().atMost(PATIENCE).until(() -> node.status().getPhase().equals("ready"));
        return node;
    }

    private static List<Long> positions(TestNode node) {
        return node.status().getViewPartitionsList().stream()
                .map(PartitionStatus::getPosition)
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
