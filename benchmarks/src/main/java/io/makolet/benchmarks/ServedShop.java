package io.makolet.benchmarks;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.makolet.v1.AdminGrpc;
import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.PersonalizationGrpc;
import io.makolet.v1.StatusRequest;
import io.makolet.v1.StatusResponse;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The {@link OfferShop}, written to the log and taken in by a serving node. */
final class ServedShop implements AutoCloseable {

    private static final int SAMPLE = 200;
    private static final double PATIENCE_SECONDS = 600;
    private static final double LOOK_SECONDS = 0.2;

    private final ViewFeed feed;
    private final int answerBytes;

    private ServedShop(ViewFeed feed, int answerBytes) {
        this.feed = feed;
        this.answerBytes = answerBytes;
    }

    /** Writes it and returns when the node has taken all of it in and answers as it should. */
    static ServedShop open(ReadPeers peers, int customers, Consumer<String> out) throws InterruptedException {
        out.accept(String.format(Locale.ROOT, "writing the views of %,d customers", customers));
        ViewFeed feed = new ViewFeed(peers.kafka(), peers.registry(), customers);
        ManagedChannel channel = ManagedChannelBuilder.forAddress(
                        "127.0.0.1", peers.node().port())
                .usePlaintext()
                .build();
        try {
            awaitAll(channel, customers);
            return new ServedShop(feed, answerBytes(PersonalizationGrpc.newBlockingStub(channel), customers));
        } catch (RuntimeException e) {
            feed.close();
            throw e;
        } finally {
            channel.shutdownNow();
        }
    }

    ViewFeed feed() {
        return feed;
    }

    /** Size of an answer, on average. */
    int answerBytes() {
        return answerBytes;
    }

    /** Returns when a node that may be starting has all customers and answers. */
    static void awaitAll(ManagedChannel channel, int customers) {
        AdminGrpc.AdminBlockingStub admin = AdminGrpc.newBlockingStub(channel).withWaitForReady();
        long start = System.nanoTime();
        StatusResponse status = status(admin);
        while (status.getCustomers() < customers || !status.getReady()) {
            if ((System.nanoTime() - start) / 1e9 > PATIENCE_SECONDS) {
                throw new IllegalStateException("the node has " + status.getCustomers() + " customers and is "
                        + status.getPhase() + " after " + PATIENCE_SECONDS + " s, expected " + customers);
            }
            Pace.pause(LOOK_SECONDS);
            status = status(admin);
        }
    }

    private static StatusResponse status(AdminGrpc.AdminBlockingStub admin) {
        return admin.withDeadlineAfter(60, TimeUnit.SECONDS).status(StatusRequest.getDefaultInstance());
    }

    private static int answerBytes(PersonalizationGrpc.PersonalizationBlockingStub api, int customers) {
        long bytes = 0;
        for (int i = 0; i < SAMPLE; i++) {
            GetOffersResponse answer = api.getOffers(Asking.request((int) ((long) i * customers / SAMPLE)));
            if (!answer.getKnown() || answer.getOffersCount() != OfferShop.SHOWN) {
                throw new IllegalStateException("the answer for " + answer.getCustomerId() + " has "
                        + answer.getOffersCount() + " offers and known " + answer.getKnown() + ", expected "
                        + OfferShop.SHOWN + " for somebody known");
            }
            bytes += answer.getSerializedSize();
        }
        return (int) (bytes / SAMPLE);
    }

    @Override
    public void close() throws InterruptedException {
        feed.close();
    }
}
