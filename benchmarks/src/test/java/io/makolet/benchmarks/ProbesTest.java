package io.makolet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.makolet.v1.Customer;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.Offer;
import io.makolet.v1.PersonalizationGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProbesTest {

    private static final int READS_UNTIL_SHOWN = 4;

    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    @SuppressWarnings("NullAway.Init") // started before each test
    private Server server;

    /** Shows an event from its fourth read on; every tenth call for offers fails, every other has none. */
    private final class Personalization extends PersonalizationGrpc.PersonalizationImplBase {
        @Override
        public void getCustomer(GetCustomerRequest request, StreamObserver<Customer> answer) {
            Customer.Builder customer = Customer.newBuilder();
            if (reads.incrementAndGet() >= READS_UNTIL_SHOWN) {
                if (request.getCustomerId().equals("overtaken")) {
                    customer.setLastEventId("later")
                            .setLastEventTime(Timestamp.newBuilder().setSeconds(2));
                } else {
                    customer.setLastEventId("e1")
                            .setLastEventTime(Timestamp.newBuilder().setSeconds(1));
                }
            }
            answer.onNext(customer.build());
            answer.onCompleted();
        }

        @Override
        public void getOffers(GetOffersRequest request, StreamObserver<GetOffersResponse> answer) {
            int number = asked.getAndIncrement();
            if (number % 10 == 0) {
                answer.onError(Status.INTERNAL.asRuntimeException());
                return;
            }
            GetOffersResponse.Builder response = GetOffersResponse.newBuilder();
            if (number % 2 == 1) {
                response.addOffers(Offer.newBuilder().setId("o1"));
            }
            answer.onNext(response.build());
            answer.onCompleted();
        }
    }

    @BeforeEach
    void startServer() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Personalization())
                .directExecutor()
                .build()
                .start();
    }

    @AfterEach
    void stopServer() {
        server.shutdownNow();
    }

    private String address() {
        return "127.0.0.1:" + server.getPort();
    }

    @Test
    void readsACustomerUntilTheEventShows() {
        try (ReadProbe probe = new ReadProbe(address())) {
            probe.watch("anna", "e1", 1000, System.nanoTime(), true);
            probe.awaitAll();

            assertThat(probe.reads()).isEqualTo(READS_UNTIL_SHOWN);
            assertThat(probe.latencies().samples()).isEqualTo(1);
            // Three pauses of half a millisecond lay between the reads.
            assertThat(probe.latencies().p50()).isGreaterThan(1.4);
            assertThat(probe.lost()).isZero();
        }
    }

    @Test
    void takesALaterEventForProofOfTheEarlierOne() {
        try (ReadProbe probe = new ReadProbe(address())) {
            probe.watch("overtaken", "e1", 1000, System.nanoTime(), true);
            probe.awaitAll();

            assertThat(probe.latencies().samples()).isEqualTo(1);
            assertThat(probe.lost()).isZero();
        }
    }

    @Test
    void countsFromWhenTheEventWasDue() {
        try (ReadProbe probe = new ReadProbe(address())) {
            probe.watch("anna", "e1", 1000, System.nanoTime() - 250_000_000, true);
            probe.awaitAll();

            assertThat(probe.latencies().p50()).isGreaterThan(250);
        }
    }

    @Test
    void leavesTheWarmUpOut() {
        try (ReadProbe probe = new ReadProbe(address())) {
            probe.watch("anna", "e1", 1000, System.nanoTime(), false);
            probe.awaitAll();

            assertThat(probe.latencies().samples()).isZero();
        }
    }

    @Test
    void asksForOffersAndCountsWhatIsWrong() {
        try (OffersProbe probe = new OffersProbe(address())) {
            probe.run(List.of("anna", "ben"), "home-hero", 500, 0.2, true);

            assertThat(asked).hasValue(100);
            assertThat(probe.latencies().samples()).isEqualTo(100);
            assertThat(probe.failed()).isEqualTo(10);
            assertThat(probe.empty()).isEqualTo(40);
        }
    }
}
