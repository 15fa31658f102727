package io.makolet.serving.api;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.makolet.schemas.ExplanationMapping;
import io.makolet.schemas.PoisonException;
import io.makolet.serving.catalog.CurrentCatalog;
import io.makolet.serving.explain.ExplainDesk;
import io.makolet.serving.explain.ExplanationAnswer;
import io.makolet.serving.explain.TooManyQuestionsException;
import io.makolet.v1.ExplainRequest;
import io.makolet.v1.Explanation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the job for an explanation, and answers the caller when the job has, on no thread that others need. */
public final class ExplainCall {

    private static final Logger LOG = LoggerFactory.getLogger(ExplainCall.class);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Before the caller's deadline, so that they are told why. */
    private static final double OF_THE_DEADLINE = 0.9;

    private final ExplainDesk desk;
    private final CurrentCatalog catalog;

    /** Calls that are answered from a desk. */
    public ExplainCall(ExplainDesk desk, CurrentCatalog catalog) {
        this.desk = desk;
        this.catalog = catalog;
    }

    void explain(ExplainRequest request, StreamObserver<Explanation> observer) {
        byte[] key = Requests.customerKey(request.getCustomerIdBytes());
        Requests.checkSegmentId(request.getSegmentId());
        Requests.checkLanguages(request.getLanguagesList());
        String segment = request.getSegmentId();
        if (catalog.definitions().segment(segment) == null) {
            observer.onError(noSuchSegment(segment));
            return;
        }
        Duration within = patience();
        CompletableFuture<io.makolet.avro.Explanation> answer;
        try {
            answer = desk.ask(key, segment, within);
        } catch (TooManyQuestionsException e) {
            observer.onError(Reason.TOO_MANY_QUESTIONS.error(String.valueOf(e.getMessage())));
            return;
        }
        if (observer instanceof ServerCallStreamObserver<Explanation> call) {
            call.setOnCancelHandler(() -> answer.cancel(false));
        }
        CompletableFuture<Void> unused = answer.handle((explanation, failure) -> {
            if (failure != null) {
                fail(failure, within, observer);
            } else {
                answer(explanation, request, observer);
            }
            return null;
        });
    }

    private static Duration patience() {
        Deadline deadline = Context.current().getDeadline();
        return deadline == null
                ? PATIENCE
                : Duration.ofMillis(
                        Math.max(1, (long) (deadline.timeRemaining(TimeUnit.MILLISECONDS) * OF_THE_DEADLINE)));
    }

    private static void answer(
            io.makolet.avro.Explanation explanation, ExplainRequest request, StreamObserver<Explanation> observer) {
        try {
            Optional<io.makolet.domain.explain.Explanation> found = ExplanationMapping.toDomain(explanation);
            if (found.isEmpty()) {
                observer.onError(noSuchSegment(request.getSegmentId()));
                return;
            }
            Explanation answer = ExplanationAnswer.of(found.get(), request.getLanguagesList());
            observer.onNext(answer);
            observer.onCompleted();
        } catch (PoisonException | RuntimeException e) {
            RuntimeException failure = e instanceof RuntimeException known ? known : new IllegalStateException(e);
            observer.onError(ErrorInterceptor.toStatus(failure, "Explain"));
        }
    }

    private static void fail(Throwable failure, Duration within, StreamObserver<Explanation> observer) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CancellationException) {
            observer.onError(Reason.GIVEN_UP.error("given up before the job answered"));
            return;
        }
        String why;
        if (cause instanceof TimeoutException) {
            why = "the stream job did not answer within " + within.toMillis() + " ms: it may be down or behind";
        } else {
            LOG.warn("The stream job can't be asked", cause);
            why = "the stream job can't be asked: the log gives no answer";
        }
        observer.onError(Reason.JOB_SILENT.error(why));
    }

    private static RuntimeException noSuchSegment(String segment) {
        return Reason.NO_SUCH_SEGMENT.error(
                "segment '" + segment + "', expected the id of a live segment", Map.of("segment", segment));
    }
}
