package io.makolet.client;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.Offer;
import io.makolet.v1.PersonalizationGrpc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Asks for offers, and falls back on those of the caller: a page is never without, and never waits behind others. Safe for
 * threads.
 */
public final class OffersClient {

    /** Questions that may be open at a time where nothing else is said. */
    public static final int MOST_OPEN = 256;

    private final PersonalizationGrpc.PersonalizationBlockingStub stub;
    private final Duration patience;
    private final Map<String, List<Offer>> defaults;
    private final Semaphore room;

    /** With at most {@value #MOST_OPEN} questions open at a time. */
    public OffersClient(Channel channel, Duration patience, Map<String, List<Offer>> defaults) {
        this(channel, patience, defaults, MOST_OPEN);
    }

    /**
     * @param patience how long a question may take, with all its attempts
     * @param defaults offers by placement for when there is no answer, best first
     * @param mostOpen questions at a time: what is more gets the defaults at once. A node that has too much to do lets callers have
     *     few calls open, and gRPC keeps the others until their time is over
     */
    public OffersClient(Channel channel, Duration patience, Map<String, List<Offer>> defaults, int mostOpen) {
        this.stub = PersonalizationGrpc.newBlockingStub(channel);
        this.patience = patience;
        this.defaults = Map.copyOf(defaults);
        this.room = new Semaphore(mostOpen);
    }

    /** The offers of the node, or the defaults of the placement with the status that is to blame; no exception for a call that failed. */
    public Offers get(GetOffersRequest request) {
        if (!room.tryAcquire()) {
            return instead(request, Status.RESOURCE_EXHAUSTED.withDescription("too many questions are open"));
        }
        try {
            return new Offers.Answered(stub.withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS)
                    .getOffers(request));
        } catch (StatusRuntimeException e) {
            return instead(request, e.getStatus());
        } finally {
            room.release();
        }
    }

    private Offers instead(GetOffersRequest request, Status why) {
        return new Offers.Default(defaults.getOrDefault(request.getPlacement(), List.of()), why);
    }
}
