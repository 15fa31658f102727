package io.makolet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.makolet.serving.catalog.Definitions;
import io.makolet.serving.store.StoredViews;
import io.makolet.v1.AdminGrpc;
import io.makolet.v1.CopyStoreRequest;
import io.makolet.v1.PartitionStatus;
import io.makolet.v1.StorePart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node without a store begins with what another one has, or reads the log. */
class StoreCopyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CUSTOMERS = 3_000;
    private static final int NARROW_BYTES = 1 << 16;

    @TempDir
    static Path brokerDirectory;

    private static EmbeddedBroker broker;
    private static TestLog log;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        broker = new EmbeddedBroker(brokerDirectory);
        log = new TestLog(broker.bootstrapServers());
        log.publish(Definitions.segment("loyal", 0, null));
        log.publish(Definitions.offer("all", 0).build());
        for (int i = 0; i < CUSTOMERS; i++) {
            log.publish(Views.member("c" + i, 1));
        }
        log.completeThrough(1, Views.AS_OF + 10_000);
        log.flush();
    }

    @AfterAll
    static void stop() {
        log.close();
        broker.close();
    }

    @Test
    void beginsWithACopyAndEndsWithTheSameBytes() throws Exception {
        try (TestNode early = node("early", List.of())) {
            awaitReady(early);
            broker.stop();
            try (TestNode late = node("late", List.of("127.0.0.1:1", address(early)))) {
                assertThat(late.status().getCustomers()).isEqualTo(CUSTOMERS);
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> late.customer("c17").getKnown());
                assertThat(late.customer("c17").getStale()).isTrue();

                broker.start();
                for (int i = 0; i < 50; i++) {
                    log.publish(Views.member("c" + i, 2));
                }
                log.forget("c3");
                log.flush();
                await().atMost(PATIENCE)
                        .until(() -> !late.customer("c3").getKnown()
                                && positions(late).equals(positions(early)));
                assertThat(late.get("/metrics").body()).contains("makolet_serving_store_rebuilds_total 0.0");
            }
        }
        assertThat(directory.resolve("early/views.copy")).doesNotExist();
        assertThat(StoredViews.of(directory.resolve("late/views")))
                .hasSize(CUSTOMERS - 1)
                .isEqualTo(StoredViews.of(directory.resolve("early/views")));
    }

    @Test
    void givesToOneAtATime() throws Exception {
        ManagedChannel narrow = null;
        try (TestNode node = node("node", List.of())) {
            awaitReady(node);
            narrow = NettyChannelBuilder.forTarget(address(node))
                    .usePlaintext()
                    .flowControlWindow(NARROW_BYTES)
                    .build();
            Channel reader = narrow;
            try (Context.CancellableContext slow = Context.current().withCancellation()) {
                Iterator<StorePart> parts = slow.call(() -> copy(reader));
                assertThat(parts.next().getFile()).isNotEmpty();
                assertThatThrownBy(() -> copy(node.channel()).next())
                        .isInstanceOfSatisfying(
                                StatusRuntimeException.class,
                                e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
            }
            // Who gave up has made room.
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
                    .until(() -> bytes(copy(node.channel())) > CUSTOMERS);
        } finally {
            if (narrow != null) {
                narrow.shutdownNow();
            }
        }
        assertThat(directory.resolve("node/views.copy")).doesNotExist();
    }

    private static long bytes(Iterator<StorePart> parts) {
        long bytes = 0;
        while (parts.hasNext()) {
            bytes += parts.next().getContent().size();
        }
        return bytes;
    }

    private static Iterator<StorePart> copy(Channel channel) {
        return AdminGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .copyStore(CopyStoreRequest.getDefaultInstance());
    }

    @Test
    void readsTheLogWhereNobodyGivesAGoodCopy() throws Exception {
        Server liar = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Liar())
                .build()
                .start();
        try (TestNode node = node("node", List.of("127.0.0.1:" + liar.getPort()))) {
            awaitReady(node);
            assertThat(node.status().getCustomers()).isBetween(CUSTOMERS - 1L, (long) CUSTOMERS);
        } finally {
            liar.shutdownNow();
        }
        assertThat(directory.resolve("node/views.incoming")).doesNotExist();
    }

    /** Sends a file that is not what its checksum says. */
    private static final class Liar extends AdminGrpc.AdminImplBase {
        @Override
        public void copyStore(CopyStoreRequest request, StreamObserver<StorePart> observer) {
            observer.onNext(StorePart.newBuilder()
                    .setFile("CURRENT")
                    .setContent(ByteString.copyFromUtf8("MANIFEST-000005\n"))
                    .setLast(true)
                    .setCrc32C(17)
                    .build());
            observer.onCompleted();
        }
    }

    private TestNode node(String name, List<String> others) throws IOException {
        return TestNode.startFrom(others, broker.bootstrapServers(), log.registry(), directory.resolve(name));
    }

    private static void awaitReady(TestNode node) {
        await().atMost(PATIENCE).until(() -> node.status().getPhase().equals("ready"));
    }

    private static String address(TestNode node) {
        return "127.0.0.1:" + node.server().grpcPort();
    }

    private static List<Long> positions(TestNode node) {
        return node.status().getViewPartitionsList().stream()
                .map(PartitionStatus::getPosition)
                .toList();
    }
}
