package io.makolet.serving.api;

import io.makolet.serving.catalog.CurrentCatalog;
import io.makolet.serving.catalog.KnownStanding;
import io.makolet.serving.catalog.Ranking;
import io.makolet.serving.catalog.Standing;
import io.makolet.serving.catalog.UnknownStanding;
import io.makolet.serving.view.PackedView;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.GetOffersResponse;
import java.util.function.LongSupplier;

/** The best offers for a customer now. Thread safe; it waits for nothing but the disk. */
final class OffersRead {

    private final ViewFinder views;
    private final CurrentCatalog catalog;
    private final ReadClock clock;
    private final LongSupplier wallClock;

    /**
     * @param wallClock milliseconds UTC
     */
    OffersRead(ViewFinder views, CurrentCatalog catalog, ReadClock clock, LongSupplier wallClock) {
        this.views = views;
        this.catalog = catalog;
        this.clock = clock;
        this.wallClock = wallClock;
    }

    /**
     * Answers a request.
     *
     * @throws InvalidRequestException if it can't be answered
     * @throws NotReadyException if the node can't answer
     */
    GetOffersResponse answer(GetOffersRequest request) {
        byte[] key = Requests.customerKey(request.getCustomerIdBytes());
        int limit = Requests.limit(request);
        Requests.checkSizes(request);
        PackedView view = views.find(key);
        ReadTime time = clock.read(key, view == null ? ReadClock.UNKNOWN : view.asOf());
        GetOffersResponse.Builder answer = GetOffersResponse.newBuilder()
                .setCustomerId(request.getCustomerId())
                .setDecisionId(DecisionIds.next(wallClock.getAsLong()))
                .setKnown(view != null);
        if (view == null) {
            addOffers(answer, request, limit, UnknownStanding.INSTANCE, time);
            answer.setStale(time.stale());
        } else {
            KnownStanding standing = new KnownStanding(view, time.asOf(), time.evaluatedThrough());
            addOffers(answer, request, limit, standing, time);
            answer.setStale(time.stale() || standing.expired());
        }
        if (time.asOf() != ReadClock.UNKNOWN) {
            answer.setAsOf(Timestamps.of(time.asOf()));
        }
        return answer.build();
    }

    private void addOffers(
            GetOffersResponse.Builder answer, GetOffersRequest request, int limit, Standing standing, ReadTime time) {
        Ranking.best(
                        catalog.definitions().offersAt(request.getPlacement()),
                        standing,
                        request.getChannel(),
                        time.asOf(),
                        limit)
                .forEach(ranked ->
                        answer.addOffers(OffersAnswer.of(ranked, request.getLanguagesList(), catalog.products())));
    }
}
