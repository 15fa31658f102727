package io.makolet.serving.api;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.makolet.v1.StreamOffersRequest;
import io.makolet.v1.StreamOffersResponse;
import io.makolet.v1.StreamOffersResponse.Answer;
import java.io.IOException;

/**
 * One stream of questions for offers. The next request is read when the answer to the one before has gone out, so that a
 * caller who reads slowly slows nobody else and takes no memory. gRPC calls it from one thread at a time.
 *
 * <p>Requests are {@link StreamOffersRequest}s, answers {@link StreamOffersResponse}s, both as bytes.
 */
final class OffersStream implements StreamObserver<byte[]> {

    private static final int MAX_QUESTIONS = 256;
    private static final int MAX_OFFERS = 2_560;

    private final OffersRead offers;
    private final ServerCallStreamObserver<?> caller;
    private final Sink sink;
    private final OffersQuestion question = new OffersQuestion();
    private final OffersBytes response = new OffersBytes();
    private boolean waiting;

    /** Where answers go. */
    interface Sink {
        /** Sends an answer, which is changed afterwards. */
        void send(OffersBytes answer);
    }

    private OffersStream(OffersRead offers, ServerCallStreamObserver<?> caller, Sink sink) {
        this.offers = offers;
        this.caller = caller;
        this.sink = sink;
    }

    /** Begins to read requests. */
    static OffersStream begin(OffersRead offers, ServerCallStreamObserver<?> caller, Sink sink) {
        OffersStream stream = new OffersStream(offers, caller, sink);
        caller.disableAutoRequest();
        caller.setOnReadyHandler(stream::ready);
        caller.request(1);
        return stream;
    }

    @Override
    public void onNext(byte[] request) {
        try {
            answer(request);
        } catch (IOException e) {
            throw new InvalidRequestException("request", "is no StreamOffersRequest: " + e.getMessage());
        }
        sink.send(response);
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

    private void answer(byte[] request) throws IOException {
        response.begin();
        int questions = 0;
        int wanted = 0;
        CodedInputStream in = CodedInputStream.newInstance(request);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag >>> 3) {
                case StreamOffersRequest.REQUEST_ID_FIELD_NUMBER -> {
                    response.tag(StreamOffersResponse.REQUEST_ID_FIELD_NUMBER, OffersBytes.VARINT);
                    response.varint(in.readInt64());
                }
                case StreamOffersRequest.QUESTIONS_FIELD_NUMBER -> {
                    int size = in.readRawVarint32();
                    int from = in.getTotalBytesRead();
                    in.skipRawBytes(size);
                    questions++;
                    checkNumber(questions);
                    wanted += answer(request, from, from + size);
                    checkOffers(wanted);
                }
                default -> in.skipField(tag);
            }
        }
        checkNumber(questions);
    }

    private static void checkNumber(int questions) {
        if (questions == 0 || questions > MAX_QUESTIONS) {
            throw new InvalidRequestException(
                    "questions", "are " + (questions == 0 ? "none" : "more") + ", expected 1 to " + MAX_QUESTIONS);
        }
    }

    private static void checkOffers(int wanted) {
        if (wanted > MAX_OFFERS) {
            throw new InvalidRequestException(
                    "questions", "ask for " + wanted + " offers and more, expected at most " + MAX_OFFERS + " in all");
        }
    }

    /** Answers one question; how many offers it may have. A question that is wrong spoils no other. */
    private int answer(byte[] request, int from, int to) throws InvalidProtocolBufferException {
        question.read(request, from, to);
        byte[] result;
        int size;
        int field;
        int limit = 0;
        try {
            OffersBytes answer = offers.answer(question);
            limit = offers.limit(question);
            field = Answer.OFFERS_FIELD_NUMBER;
            result = answer.array();
            size = answer.size();
        } catch (InvalidRequestException e) {
            field = Answer.ERROR_FIELD_NUMBER;
            result = Reason.invalid(e.field(), String.valueOf(e.getMessage())).toByteArray();
            size = result.length;
        }
        response.tag(StreamOffersResponse.ANSWERS_FIELD_NUMBER, OffersBytes.LENGTH_DELIMITED);
        response.varint(1 + OffersBytes.varintSize(size) + size);
        response.field(field, result, 0, size);
        return limit;
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
