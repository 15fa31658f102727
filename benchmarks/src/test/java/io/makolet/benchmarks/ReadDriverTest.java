package io.makolet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.makolet.v1.GetOffersRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadDriverTest {

    private static final int ANSWER_BYTES = 40_000;

    private Server server;

    @BeforeEach
    void start() throws Exception {
        server = EchoServer.start(0, ANSWER_BYTES);
    }

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    @Test
    void everyCallIsAnsweredInAClosedLoop() throws Exception {
        try (ReadDriver driver = new ReadDriver(server.getPort(), EchoServer.METHOD)) {
            ReadDriver.Asked asked = driver.closed(new Asking(10, 1_000, 1), 0.2);

            assertThat(asked.answers()).isPositive();
            assertThat(asked.failed()).isZero();
            assertThat(asked.nanos().getMinValue()).isPositive();
        }
    }

    @Test
    void allCallsThatAreDueAreMadeInAnOpenLoop() throws Exception {
        try (ReadDriver driver = new ReadDriver(server.getPort(), EchoServer.METHOD)) {
            ReadDriver.Asked asked = driver.open(new Asking(10, 1_000, 1), 2_000, 0.5);

            assertThat(asked.answers()).isEqualTo(1_000);
            assertThat(asked.failed()).isZero();
        }
    }

    @Test
    void callsOfAnUnknownMethodFail() throws Exception {
        try (ReadDriver driver = new ReadDriver(server.getPort(), "makolet.bench.Echo/None")) {
            ReadDriver.Asked asked = driver.open(new Asking(10, 1_000, 1), 100, 0.2);

            assertThat(asked.answers()).isZero();
            assertThat(asked.failed()).isEqualTo(20);
        }
    }

    @Test
    void asksAsThePageDoesForCustomersAllOverTheShop() throws Exception {
        Asking asking = new Asking(4, 1_000_000, 3);
        for (int i = 0; i < 100; i++) {
            GetOffersRequest request = GetOffersRequest.parseFrom(asking.next());
            int customer = Integer.parseInt(request.getCustomerId().substring(OfferShop.PREFIX_BYTES));

            assertThat(request).isEqualTo(Asking.request(customer));
            assertThat(customer % 250_000).isZero();
        }
    }
}
