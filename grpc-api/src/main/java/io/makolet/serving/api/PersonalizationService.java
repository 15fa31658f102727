package io.makolet.serving.api;

import io.grpc.stub.StreamObserver;
import io.makolet.serving.catalog.CurrentCatalog;
import io.makolet.serving.catalog.KnownStanding;
import io.makolet.serving.catalog.Ranking;
import io.makolet.serving.catalog.Standing;
import io.makolet.serving.catalog.UnknownStanding;
import io.makolet.serving.store.ViewStore;
import io.makolet.serving.tail.Readiness;
import io.makolet.serving.view.PackedView;
import io.makolet.v1.Customer;
import io.makolet.v1.ExplainRequest;
import io.makolet.v1.Explanation;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.PersonalizationGrpc;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Who a customer is and what to offer them now. Runs on the threads of the network: it waits for nothing but the disk. */
public final class PersonalizationService extends PersonalizationGrpc.PersonalizationImplBase {

    private final ViewStore store;
    private final CurrentCatalog catalog;
    private final Readiness readiness;
    private final ReadClock clock;
    private final LongSupplier wallClock;
    private final ExplainCall explain;

    public PersonalizationService(
            ViewStore store,
            CurrentCatalog catalog,
            Readiness readiness,
            ReadClock clock,
            LongSupplier wallClock,
            ExplainCall explain) {
        this.store = store;
        this.catalog = catalog;
        this.readiness = readiness;
        this.clock = clock;
        this.wallClock = wallClock;
        this.explain = explain;
    }

    @Override
    public void getOffers(GetOffersRequest request, StreamObserver<GetOffersResponse> observer) {
        byte[] key = Requests.customerKey(request.getCustomerIdBytes());
        int limit = Requests.limit(request);
        Requests.checkSizes(request);
        PackedView view = find(key);
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
        observer.onNext(answer.build());
        observer.onCompleted();
    }

    @Override
    public void getCustomer(GetCustomerRequest request, StreamObserver<Customer> observer) {
        byte[] key = Requests.customerKey(request.getCustomerIdBytes());
        PackedView view = find(key);
        ReadTime time = clock.read(key, view == null ? ReadClock.UNKNOWN : view.asOf());
        observer.onNext(
                view == null
                        ? CustomerAnswer.unknown(request.getCustomerId(), time)
                        : CustomerAnswer.of(view.unpack(request.getCustomerId()), catalog.definitions(), time));
        observer.onCompleted();
    }

    @Override
    public void explain(ExplainRequest request, StreamObserver<Explanation> observer) {
        requireReady();
        explain.explain(request, observer);
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

    /** What is there may be thrown away while it is looked at, which is known afterwards. */
    private @Nullable PackedView find(byte[] key) {
        requireReady();
        PackedView view = store.find(key);
        requireReady();
        return view;
    }

    private void requireReady() {
        Readiness.State state = readiness.state();
        if (!state.phase().answers()) {
            throw new NotReadyException(state.reason());
        }
    }
}
