package io.makolet.serving;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;

/** Takes the first answer of a stream. */
record FirstAnswer<T>(CompletableFuture<T> answer) implements StreamObserver<T> {

    @Override
    public void onNext(T value) {
        answer.complete(value);
    }

    @Override
    public void onError(Throwable failure) {
        answer.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
        answer.completeExceptionally(new IllegalStateException("the stream ended without an answer"));
    }
}
