package io.makolet.serving.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.makolet.serving.catalog.CurrentCatalog;
import io.makolet.serving.store.ViewStore;
import io.makolet.serving.tail.Readiness;
import io.makolet.serving.view.PackedView;
import io.makolet.v1.CheckSegmentsRequest;
import io.makolet.v1.CheckSegmentsResponse;
import io.makolet.v1.Customer;
import io.makolet.v1.ExplainRequest;
import io.makolet.v1.Explanation;
import io.makolet.v1.GetCustomerRequest;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.PersonalizationGrpc;
import io.makolet.v1.StreamOffersRequest;
import io.makolet.v1.StreamOffersResponse;
import io.makolet.v1.WatchTransitionsRequest;
import io.makolet.v1.WatchTransitionsResponse;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** Who a customer is and what to offer them now. Runs on the threads of the network: it waits for nothing but the disk. */
public final class PersonalizationService extends PersonalizationGrpc.PersonalizationImplBase {

    private final ViewFinder views;
    private final CurrentCatalog catalog;
    private final ReadClock clock;
    private final OffersRead offers;
    private final ExplainCall explain;
    private final WatchCall watch;

    public PersonalizationService(
            ViewStore store,
            CurrentCatalog catalog,
            Readiness readiness,
            ReadClock clock,
            LongSupplier wallClock,
            ExplainCall explain,
            WatchCall watch) {
        this.views = new ViewFinder(store, readiness);
        this.catalog = catalog;
        this.clock = clock;
        this.offers = new OffersRead(views, catalog, clock, wallClock);
        this.explain = explain;
        this.watch = watch;
    }

    @Override
    public void getOffers(GetOffersRequest request, StreamObserver<GetOffersResponse> observer) {
        observer.onNext(offers.answer(request));
        observer.onCompleted();
    }

    @Override
    public StreamObserver<StreamOffersRequest> streamOffers(StreamObserver<StreamOffersResponse> observer) {
        ServerCallStreamObserver<StreamOffersResponse> caller =
                (ServerCallStreamObserver<StreamOffersResponse>) observer;
        OffersStream stream = OffersStream.begin(offers, caller, answer -> caller.onNext(parsed(answer)));
        return new StreamObserver<>() {
            @Override
            public void onNext(StreamOffersRequest request) {
                stream.onNext(request.toByteArray());
            }

            @Override
            public void onError(Throwable gone) {
                stream.onError(gone);
            }

            @Override
            public void onCompleted() {
                stream.onCompleted();
            }
        };
    }

    private static StreamOffersResponse parsed(OffersBytes answer) {
        try {
            return StreamOffersResponse.parser().parseFrom(answer.array(), 0, answer.size());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("our own message can't be read", e);
        }
    }

    /** Where views are found. */
    ViewFinder views() {
        return views;
    }

    /** The offers, from bytes to bytes. */
    OffersRead offers() {
        return offers;
    }

    @Override
    public void getCustomer(GetCustomerRequest request, StreamObserver<Customer> observer) {
        byte[] key = Requests.customerKey(request.getCustomerIdBytes());
        PackedView view = views.find(key);
        ReadTime time = clock.read(key, view);
        observer.onNext(
                view == null
                        ? CustomerAnswer.unknown(request.getCustomerId(), time)
                        : CustomerAnswer.of(view.unpack(request.getCustomerId()), catalog.definitions(), time)
                                .toBuilder()
                                .setPersonBytes(
                                        Arrays.equals(view.key(), key)
                                                ? ByteString.EMPTY
                                                : ByteString.copyFrom(view.key()))
                                .build());
        observer.onCompleted();
    }

    @Override
    public void checkSegments(CheckSegmentsRequest request, StreamObserver<CheckSegmentsResponse> observer) {
        byte[] key = Requests.customerKey(request.getCustomerIdBytes());
        Requests.checkSegmentIds("segment_ids", request.getSegmentIdsList(), 1);
        PackedView view = views.find(key);
        ReadTime time = clock.read(key, view);
        observer.onNext(SegmentsAnswer.of(
                request, view == null ? null : view.unpack(request.getCustomerId()), catalog.definitions(), time));
        observer.onCompleted();
    }

    @Override
    public void watchTransitions(WatchTransitionsRequest request, StreamObserver<WatchTransitionsResponse> observer) {
        watch.watch(request, (ServerCallStreamObserver<WatchTransitionsResponse>) observer);
    }

    @Override
    public void explain(ExplainRequest request, StreamObserver<Explanation> observer) {
        views.requireReady();
        explain.explain(request, observer);
    }
}
