package io.makolet.serving.api;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.makolet.serving.catalog.CurrentCatalog;
import io.makolet.serving.copy.StoreCopies;
import io.makolet.serving.store.PartitionState;
import io.makolet.serving.store.ViewStore;
import io.makolet.serving.tail.Readiness;
import io.makolet.serving.tail.TailMeters;
import io.makolet.v1.AdminGrpc;
import io.makolet.v1.CopyStoreRequest;
import io.makolet.v1.MakeTokensRequest;
import io.makolet.v1.MakeTokensResponse;
import io.makolet.v1.PartitionStatus;
import io.makolet.v1.StatusRequest;
import io.makolet.v1.StatusResponse;
import io.makolet.v1.StorePart;
import java.util.Locale;

/** How this node does, and what those who run it need. It answers also while the node is not ready. */
public final class AdminService extends AdminGrpc.AdminImplBase {

    private final ViewStore store;
    private final CurrentCatalog catalog;
    private final Readiness readiness;
    private final ReadClock clock;
    private final TailMeters meters;
    private final TokenDesk tokens;
    private final StoreCopies copies;

    public AdminService(
            ViewStore store,
            CurrentCatalog catalog,
            Readiness readiness,
            ReadClock clock,
            TailMeters meters,
            TokenDesk tokens,
            StoreCopies copies) {
        this.store = store;
        this.catalog = catalog;
        this.readiness = readiness;
        this.clock = clock;
        this.meters = meters;
        this.tokens = tokens;
        this.copies = copies;
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusResponse> observer) {
        Readiness.State state = readiness.state();
        StatusResponse.Builder answer = StatusResponse.newBuilder()
                .setReady(state.phase().ready())
                .setPhase(state.phase().name().toLowerCase(Locale.ROOT))
                .setReason(state.reason())
                .setCustomers(store.customers())
                .putAllDefinitions(catalog.definitions().counts())
                .setProducts(catalog.products().size())
                .setClock(clock.mode().name().toLowerCase(Locale.ROOT))
                .setViewsApplied(meters.applied())
                .setViewsPassedOver(meters.passedOver())
                .setPoison(meters.poison());
        clock.evaluatedThrough().ifPresent(answer::setEvaluatedThrough);
        long now = clock.now();
        if (now != ReadClock.UNKNOWN) {
            answer.setAsOf(Timestamps.of(now));
        }
        for (int partition = 0; partition < store.partitionCount(); partition++) {
            answer.addViewPartitions(partition(partition));
        }
        observer.onNext(answer.build());
        observer.onCompleted();
    }

    @Override
    public void makeTokens(MakeTokensRequest request, StreamObserver<MakeTokensResponse> observer) {
        observer.onNext(tokens.make(request));
        observer.onCompleted();
    }

    @Override
    public void copyStore(CopyStoreRequest request, StreamObserver<StorePart> observer) {
        Readiness.State state = readiness.state();
        if (!state.phase().ready()) {
            throw new NotReadyException(state.reason());
        }
        copies.send((ServerCallStreamObserver<StorePart>) observer);
    }

    private PartitionStatus partition(int partition) {
        PartitionState state = store.partition(partition);
        PartitionStatus.Builder answer = PartitionStatus.newBuilder()
                .setPartition(partition)
                .setPosition(state.offset())
                .setLag(Math.max(0, meters.lag(partition)));
        if (state.completeThrough() != Long.MIN_VALUE) {
            answer.setCompleteThrough(Timestamps.of(state.completeThrough()));
        }
        return answer.build();
    }
}
