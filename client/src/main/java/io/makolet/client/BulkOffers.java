package io.makolet.client;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.PersonalizationGrpc;
import io.makolet.v1.StreamOffersRequest;
import io.makolet.v1.StreamOffersResponse;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the offers of many customers, as a mailer does, by a stream: a few batches ahead, so that the node always has work
 * and little waits here. A stream that breaks is begun again behind the last answer: nobody is skipped and nobody comes
 * twice. For one thread.
 */
public final class BulkOffers {

    private static final int BATCH = 128;
    private static final int AHEAD = 4;
    private static final int MOST_BREAKS = 20;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final int MOST_DOUBLINGS = 6;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final long SILENCE_MILLIS = 60_000;

    private final PersonalizationGrpc.PersonalizationStub api;
    private final List<GetOffersRequest> questions;
    private final BiConsumer<GetOffersRequest, StreamOffersResponse.Answer> answers;
    private int answered;

    private BulkOffers(
            Channel channel,
            List<GetOffersRequest> questions,
            BiConsumer<GetOffersRequest, StreamOffersResponse.Answer> answers) {
        this.api = PersonalizationGrpc.newStub(channel).withWaitForReady();
        this.questions = questions;
        this.answers = answers;
    }

    /**
     * Asks all questions and returns when all are answered.
     *
     * @param questions asked in this order; must not change meanwhile
     * @param answers takes each question's answer, or what is wrong with the question, in order, on the calling thread
     * @throws StatusRuntimeException if a node is not there for a minute, or refuses; its message says how many were answered,
     *     and {@code answers} has had just these
     */
    public static void ask(
            Channel channel,
            List<GetOffersRequest> questions,
            BiConsumer<GetOffersRequest, StreamOffersResponse.Answer> answers) {
        new BulkOffers(channel, questions, answers).run();
    }

    /** What came of a stream: an answer, or its end. */
    private record Came(@Nullable StreamOffersResponse answer, Status end) {}

    private void run() {
        int breaks = 0;
        while (answered < questions.size()) {
            int before = answered;
            BlockingQueue<Came> came = new LinkedBlockingQueue<>();
            Status end = stream(came);
            if (answered < questions.size()) {
                breaks = answered > before ? 1 : breaks + 1;
                if (!mayEndWell(end) || breaks > MOST_BREAKS) {
                    throw end.withDescription("after " + answered + " of " + questions.size() + " customers: "
                                    + end.getDescription())
                            .asRuntimeException();
                }
                // Nothing comes any more: this only waits.
                take(came, Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(breaks, MOST_DOUBLINGS)));
            }
        }
    }

    private static boolean mayEndWell(Status end) {
        return switch (end.getCode()) {
            case OK, UNAVAILABLE, CANCELLED, INTERNAL, RESOURCE_EXHAUSTED, ABORTED, UNKNOWN -> true;
            default -> false;
        };
    }

    /** One stream, from behind the last answer; how it ended. */
    private Status stream(BlockingQueue<Came> came) {
        Stream stream = new Stream(came);
        api.streamOffers(stream);
        int asked = answered;
        for (int i = 0; i < AHEAD; i++) {
            asked = stream.ask(questions, asked);
        }
        stream.call().request(AHEAD);
        while (true) {
            Came next = take(came, SILENCE_MILLIS);
            if (next == null) {
                stream.call().cancel("silent for too long", null);
                return Status.UNAVAILABLE.withDescription("silent for " + SILENCE_MILLIS + " ms");
            }
            StreamOffersResponse answer = next.answer();
            if (answer == null) {
                return next.end();
            }
            hand(answer);
            asked = stream.ask(questions, asked);
            stream.call().request(1);
        }
    }

    private void hand(StreamOffersResponse answer) {
        for (StreamOffersResponse.Answer one : answer.getAnswersList()) {
            GetOffersRequest question = questions.get(answered);
            answered++;
            answers.accept(question, one);
        }
    }

    private static @Nullable Came take(BlockingQueue<Came> came, long millis) {
        try {
            return came.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.ABORTED.withDescription("interrupted").withCause(e).asRuntimeException();
        }
    }

    /** Puts what comes where the caller's thread takes it; no more comes than that has asked for. */
    private static final class Stream implements ClientResponseObserver<StreamOffersRequest, StreamOffersResponse> {

        private final BlockingQueue<Came> came;
        private @Nullable ClientCallStreamObserver<StreamOffersRequest> call;
        private boolean closed;

        Stream(BlockingQueue<Came> came) {
            this.came = came;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<StreamOffersRequest> newCall) {
            newCall.disableAutoRequestWithInitial(0);
            call = newCall;
        }

        ClientCallStreamObserver<StreamOffersRequest> call() {
            if (call == null) {
                throw new IllegalStateException("the stream was not started");
            }
            return call;
        }

        /** Asks the next questions from a place on, or says that there are no more; the place behind them. */
        int ask(List<GetOffersRequest> questions, int from) {
            int to = Math.min(from + BATCH, questions.size());
            if (from < to) {
                call().onNext(StreamOffersRequest.newBuilder()
                        .setRequestId(from)
                        .addAllQuestions(questions.subList(from, to))
                        .build());
            } else if (!closed) {
                closed = true;
                call().onCompleted();
            }
            return to;
        }

        @Override
        public void onNext(StreamOffersResponse answer) {
            came.add(new Came(answer, Status.OK));
        }

        @Override
        public void onError(Throwable failure) {
            came.add(new Came(null, Status.fromThrowable(failure)));
        }

        @Override
        public void onCompleted() {
            came.add(new Came(null, Status.OK));
        }
    }
}
