package io.makolet.serving.http;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** A stream may go on, and be as long, as its caller likes: what bounds a request bounds each of its messages. */
final class Streams implements ServerInterceptor {

    private static final String DEADLINE = "grpc-timeout";

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        if (call.getMethodDescriptor().getType() != MethodDescriptor.MethodType.UNARY) {
            ServiceRequestContext context = ServiceRequestContext.current();
            context.setMaxRequestLength(0);
            if (!context.request().headers().contains(DEADLINE)) {
                context.clearRequestTimeout();
            }
        }
        return next.startCall(call, headers);
    }
}
