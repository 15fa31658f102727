package io.makolet.serving.load;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.makolet.serving.api.Reason;

/**
 * Has calls wait for their turn on the thread that read them, and turns away those for whom there is no room. Streams and
 * questions after the node's health pass.
 */
final class Turns implements ServerInterceptor {

    /** {@code batch}: this call can wait, others go first. */
    static final Metadata.Key<String> PRIORITY = Metadata.Key.of("makolet-priority", Metadata.ASCII_STRING_MARSHALLER);

    private static final String BATCH = "batch";
    /** What belongs to gRPC itself. */
    private static final String OF_GRPC = "grpc.";
    /** For callers' retries (gRFC A6): not to this node, not now. */
    private static final Metadata.Key<String> PUSHBACK =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        ThreadLoad thread = ThreadLoad.current();
        if (thread == null || !waits(call)) {
            return next.startCall(call, headers);
        }
        boolean hasTime = BATCH.equals(headers.get(PRIORITY));
        if (!thread.hasRoom(hasTime)) {
            turnAway(call);
            return new ServerCall.Listener<>() {};
        }
        return new Turn<>(next.startCall(call, headers), thread, Context.current(), hasTime);
    }

    private static boolean waits(ServerCall<?, ?> call) {
        MethodType type = call.getMethodDescriptor().getType();
        return type.clientSendsOneMessage()
                && !call.getMethodDescriptor().getFullMethodName().startsWith(OF_GRPC);
    }

    private static void turnAway(ServerCall<?, ?> call) {
        StatusRuntimeException refusal =
                Reason.OVERLOADED.error("too many calls wait here: ask another node, or later");
        Metadata trailers = new Metadata();
        if (refusal.getTrailers() != null) {
            trailers.merge(refusal.getTrailers());
        }
        trailers.put(PUSHBACK, "-1");
        call.close(refusal.getStatus(), trailers);
    }
}
