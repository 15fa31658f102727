package io.makolet.example.site;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.Channel;
import io.makolet.client.Offers;
import io.makolet.client.OffersClient;
import io.makolet.client.Tracker;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.Offer;
import io.makolet.v1.TrackedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** What the page asks Makolet, and tells it. */
final class Shop implements AutoCloseable {

    private static final String PLACEMENT = "home-hero";
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final int MOST_EVENTS = 10_000;
    private static final Duration EVENTS_WAIT = Duration.ofMinutes(1);
    private static final long TOLD_SECONDS = 2;
    /** After a click the page waits about a second for other offers. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

    private static final int PAUSES = 7;

    /** What stands on the page where no node is there. */
    private static final Offer USUAL = Offer.newBuilder()
            .setId("usual")
            .setTitle("Gifts for everyday, since 2009")
            .build();

    private final OffersClient offers;
    private final Tracker tracker;
    private final Consumer<String> log;

    /** @param log takes a line for what went wrong */
    Shop(Channel channel, Consumer<String> log) {
        this.offers = new OffersClient(channel, PATIENCE, Map.of(PLACEMENT, List.of(USUAL)));
        this.tracker = new Tracker(channel, MOST_EVENTS, EVENTS_WAIT);
        this.log = log;
    }

    /** The page as it is for somebody now. */
    String page(Visitor visitor) {
        Offers answer = hero(visitor);
        String decision = "";
        if (answer instanceof Offers.Answered given) {
            decision = given.response().getDecisionId();
        } else if (answer instanceof Offers.Default ours) {
            log.accept("default offers: " + ours.why());
        }
        return Page.of(visitor, best(answer), decision);
    }

    /** Puts a product into the basket, and waits a little until other offers follow from that. */
    void putIntoBasket(Visitor visitor, String product, String shown) {
        for (Product one : Product.ALL) {
            if (one.id().equals(product) && tell(visitor, one)) {
                awaitOthers(visitor, shown);
            }
        }
    }

    private Offers hero(Visitor visitor) {
        return offers.get(GetOffersRequest.newBuilder()
                .setCustomerId(visitor.customer())
                .setPlacement(PLACEMENT)
                .setChannel("web")
                .setLimit(1)
                .addLanguages(visitor.language())
                .build());
    }

    private static Offer best(Offers answer) {
        return answer.offers().isEmpty() ? USUAL : answer.offers().get(0);
    }

    /** Does Makolet know by now? */
    private boolean tell(Visitor visitor, Product product) {
        TrackedEvent event = TrackedEvent.newBuilder()
                .setCustomerId(visitor.customer())
                .setType("cart_add")
                .setFields(Struct.newBuilder()
                        .putFields("product_id", value(product.id()))
                        .putFields("category", value(product.category()))
                        .putFields(
                                "quantity", Value.newBuilder().setNumberValue(1).build()))
                .build();
        try {
            var became = tracker.track(event).get(TOLD_SECONDS, TimeUnit.SECONDS);
            if (!became.isOk()) {
                log.accept("lost " + event.getType() + ": " + became);
            }
            return became.isOk();
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a tracker's future never fails", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Value value(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private void awaitOthers(Visitor visitor, String shown) {
        long pause = FIRST_PAUSE.toNanos();
        for (int i = 0; i < PAUSES; i++) {
            Offers answer = hero(visitor);
            if (answer instanceof Offers.Default || !best(answer).getId().equals(shown)) {
                return;
            }
            LockSupport.parkNanos(pause);
            pause *= 2;
        }
    }

    @Override
    public void close() {
        tracker.close();
    }
}
