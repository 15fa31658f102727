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
import java.util.concurrent.TimeUnit;

/** Asks for offers, and falls back on those of the caller: a page is never without. Safe for threads. */
public final class OffersClient {

    private final PersonalizationGrpc.PersonalizationBlockingStub stub;
    private final Duration patience;
    private final Map<String, List<Offer>> defaults;

    /**
     * @param patience how long a question may take, with all its attempts
     * @param defaults offers by placement for when there is no answer, best first
     */
    public OffersClient(Channel channel, Duration patience, Map<String, List<Offer>> defaults) {
        this.stub = PersonalizationGrpc.newBlockingStub(channel);
        this.patience = patience;
        this.defaults = Map.copyOf(defaults);
    }

    /** The offers of the node, or the defaults of the placement with the status that is to blame; no exception for a call that failed. */
    public Offers get(GetOffersRequest request) {
        try {
            return new Offers.Answered(stub.withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS)
                    .getOffers(request));
        } catch (StatusRuntimeException e) {
            Status why = e.getStatus();
            return new Offers.Default(defaults.getOrDefault(request.getPlacement(), List.of()), why);
        }
    }
}
