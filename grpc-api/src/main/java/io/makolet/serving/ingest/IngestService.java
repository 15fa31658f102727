package io.makolet.serving.ingest;

import com.google.rpc.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.makolet.serving.api.ErrorInterceptor;
import io.makolet.v1.IngestGrpc;
import io.makolet.v1.TrackFailure;
import io.makolet.v1.TrackRequest;
import io.makolet.v1.TrackResponse;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Events that come in by gRPC. No thread waits for the log. */
public final class IngestService extends IngestGrpc.IngestImplBase {

    private final Ingest ingest;

    public IngestService(Ingest ingest) {
        this.ingest = ingest;
    }

    @Override
    public void track(TrackRequest request, StreamObserver<TrackResponse> observer) {
        var unused = answer(request, observer, response -> {
            observer.onNext(response);
            observer.onCompleted();
        });
    }

    @Override
    public StreamObserver<TrackRequest> trackStream(StreamObserver<TrackResponse> observer) {
        ServerCallStreamObserver<TrackResponse> caller = (ServerCallStreamObserver<TrackResponse>) observer;
        caller.disableAutoRequest();
        // Events that are on their way go on; who is gone sends them again, with the same ids.
        caller.setOnCancelHandler(() -> {});
        caller.request(1);
        return new StreamObserver<>() {
            private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

            @Override
            public void onNext(TrackRequest request) {
                last = answer(request, caller, response -> {
                    caller.onNext(response);
                    caller.request(1);
                });
            }

            @Override
            public void onError(Throwable gone) {
                last = CompletableFuture.completedFuture(null);
            }

            @Override
            public void onCompleted() {
                last = last.thenRun(caller::onCompleted);
            }
        };
    }

    /** Where something may be tried again, the caller is told that, and nothing else. */
    private CompletableFuture<?> answer(
            TrackRequest request, StreamObserver<TrackResponse> observer, Consumer<TrackResponse> accepted) {
        return ingest.track(request).handle((response, failure) -> {
            if (failure != null) {
                observer.onError(ErrorInterceptor.toStatus(new IllegalStateException(failure), "Track"));
                return null;
            }
            for (TrackFailure failed : response.getFailuresList()) {
                if (failed.getError().getCode() == Code.UNAVAILABLE_VALUE) {
                    StatusRuntimeException told = StatusProto.toStatusRuntimeException(failed.getError());
                    observer.onError(told);
                    return null;
                }
            }
            accepted.accept(response);
            return null;
        });
    }
}
