package io.makolet.serving.api;

import com.google.rpc.Code;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.StreamOffersRequest;
import io.makolet.v1.StreamOffersResponse;
import io.makolet.v1.StreamOffersResponse.Answer;

/**
 * One stream of questions for offers. The next request is read when the answer to the one before has gone out, so that a
 * caller who reads slowly slows nobody else and takes no memory. gRPC calls it from one thread at a time.
 */
final class OffersStream implements StreamObserver<StreamOffersRequest> {

    private static final int MAX_QUESTIONS = 256;
    private static final int MAX_OFFERS = 2_560;

    private final OffersRead offers;
    private final ServerCallStreamObserver<StreamOffersResponse> caller;
    private boolean waiting;

    private OffersStream(OffersRead offers, ServerCallStreamObserver<StreamOffersResponse> caller) {
        this.offers = offers;
        this.caller = caller;
    }

    /** Begins to read requests. */
    static OffersStream begin(OffersRead offers, ServerCallStreamObserver<StreamOffersResponse> caller) {
        OffersStream stream = new OffersStream(offers, caller);
        caller.disableAutoRequest();
        caller.setOnReadyHandler(stream::ready);
        caller.request(1);
        return stream;
    }

    @Override
    public void onNext(StreamOffersRequest request) {
        check(request);
        StreamOffersResponse.Builder response =
                StreamOffersResponse.newBuilder().setRequestId(request.getRequestId());
        for (GetOffersRequest question : request.getQuestionsList()) {
            response.addAnswers(answer(question));
        }
        caller.onNext(response.build());
        waiting = !caller.isReady();
        if (!waiting) {
            caller.request(1);
        }
    }

    private void ready() {
        if (waiting) {
            waiting = false;
            caller.request(1);
        }
    }

    private static void check(StreamOffersRequest request) {
        int questions = request.getQuestionsCount();
        if (questions == 0 || questions > MAX_QUESTIONS) {
            throw new InvalidRequestException("questions", "are " + questions + ", expected 1 to " + MAX_QUESTIONS);
        }
        long wanted = request.getQuestionsList().stream()
                .mapToLong(question -> question.getLimit() == 0 ? Requests.DEFAULT_LIMIT : question.getLimit())
                .sum();
        if (wanted > MAX_OFFERS) {
            throw new InvalidRequestException(
                    "questions", "ask for " + wanted + " offers in all, expected at most " + MAX_OFFERS);
        }
    }

    /** A question that is wrong spoils no other. */
    private Answer answer(GetOffersRequest question) {
        try {
            return Answer.newBuilder().setOffers(offers.answer(question)).build();
        } catch (InvalidRequestException e) {
            return Answer.newBuilder()
                    .setError(com.google.rpc.Status.newBuilder()
                            .setCode(Code.INVALID_ARGUMENT_VALUE)
                            .setMessage(e.field() + " " + e.getMessage()))
                    .build();
        }
    }

    /** The caller went away: nothing is kept of a stream. */
    @Override
    public void onError(Throwable gone) {
        waiting = false;
    }

    @Override
    public void onCompleted() {
        caller.onCompleted();
    }
}
