package io.makolet.serving.api;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what services throw into statuses, and keeps work from being done that nobody waits for any more.
 *
 * <p>What callers did wrong they are told in full. Of what we did wrong they get an id, and the log of this process the
 * rest.
 */
public final class ErrorInterceptor implements ServerInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorInterceptor.class);

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onHalfClose() {
                if (isTooLate()) {
                    close(Reason.DEADLINE_PASSED.error("the deadline passed before the work began"));
                    return;
                }
                guarded(super::onHalfClose);
            }

            @Override
            public void onMessage(Q message) {
                guarded(() -> super.onMessage(message));
            }

            @Override
            public void onReady() {
                guarded(super::onReady);
            }

            private void guarded(Runnable work) {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    close(toStatus(e, call.getMethodDescriptor().getFullMethodName()));
                }
            }

            private void close(StatusRuntimeException failure) {
                Metadata trailers = failure.getTrailers();
                call.close(failure.getStatus(), trailers == null ? new Metadata() : trailers);
            }
        };
    }

    private static boolean isTooLate() {
        Deadline deadline = Context.current().getDeadline();
        return deadline != null && deadline.isExpired();
    }

    /**
     * What a caller is told.
     *
     * @param method of whose work the failure came
     */
    public static StatusRuntimeException toStatus(RuntimeException failure, String method) {
        if (failure instanceof InvalidRequestException invalid) {
            return StatusProto.toStatusRuntimeException(
                    Reason.invalid(invalid.field(), String.valueOf(invalid.getMessage())));
        }
        if (failure instanceof NotReadyException) {
            return Reason.NOT_READY.error(String.valueOf(failure.getMessage()));
        }
        if (failure instanceof StatusRuntimeException told) {
            return told;
        }
        UUID id = UUID.randomUUID();
        LOG.error("Request {} of {} failed", id, method, failure);
        return Reason.INTERNAL.error("failed, see " + id + " in the log", Map.of("id", id.toString()));
    }
}
