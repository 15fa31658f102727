package io.makolet.serving.api;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
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
                    call.close(
                            Status.DEADLINE_EXCEEDED.withDescription("the deadline passed before the work began"),
                            new Metadata());
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
                    StatusRuntimeException failure =
                            toStatus(e, call.getMethodDescriptor().getFullMethodName());
                    Metadata trailers = failure.getTrailers();
                    call.close(failure.getStatus(), trailers == null ? new Metadata() : trailers);
                }
            }
        };
    }

    private static boolean isTooLate() {
        Deadline deadline = Context.current().getDeadline();
        return deadline != null && deadline.isExpired();
    }

    static StatusRuntimeException toStatus(RuntimeException failure, String method) {
        if (failure instanceof InvalidRequestException invalid) {
            return toStatus(invalid);
        }
        if (failure instanceof NotReadyException) {
            return Status.UNAVAILABLE.withDescription(failure.getMessage()).asRuntimeException();
        }
        UUID id = UUID.randomUUID();
        LOG.error("Request {} of {} failed", id, method, failure);
        return Status.INTERNAL
                .withDescription("failed, see " + id + " in the log")
                .asRuntimeException();
    }

    private static StatusRuntimeException toStatus(InvalidRequestException invalid) {
        String message = String.valueOf(invalid.getMessage());
        BadRequest details = BadRequest.newBuilder()
                .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                        .setField(invalid.field())
                        .setDescription(message))
                .build();
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(Code.INVALID_ARGUMENT_VALUE)
                .setMessage(invalid.field() + " " + message)
                .addDetails(Any.pack(details))
                .build());
    }
}
