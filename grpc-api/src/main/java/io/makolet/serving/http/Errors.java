package io.makolet.serving.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpResponseException;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorHandler;
import io.makolet.serving.api.ErrorInterceptor;
import io.makolet.serving.api.Reason;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Every failure at the HTTP port as JSON, whoever found it: a service, gRPC behind it, or the server itself. */
final class Errors implements ServerErrorHandler, UnframedGrpcErrorHandler {

    private static final String DETAILS = "grpc-status-details-bin";

    @Override
    public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
        if (cause instanceof ContentTooLargeException) {
            return JsonAnswer.of(
                            HttpStatus.REQUEST_ENTITY_TOO_LARGE,
                            Reason.TOO_LARGE,
                            "the request has more than " + context.maxRequestLength()
                                    + " bytes, expected at most these")
                    .toHttpResponse();
        }
        if (cause instanceof HttpStatusException known && known.httpStatus().equals(HttpStatus.BAD_REQUEST)) {
            Throwable found = known.getCause() == null ? known : known.getCause();
            return JsonAnswer.of(
                            HttpStatus.BAD_REQUEST,
                            Reason.MALFORMED_REQUEST,
                            "the request can't be read: " + found.getMessage())
                    .toHttpResponse();
        }
        if (cause instanceof HttpStatusException
                || cause instanceof HttpResponseException
                || !(cause instanceof RuntimeException failure)
                || context.isTimedOut()) {
            return null;
        }
        return JsonAnswer.of(ErrorInterceptor.toStatus(failure, context.path())).toHttpResponse();
    }

    @Override
    public @Nullable AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext context,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        if (status.equals(HttpStatus.REQUEST_ENTITY_TOO_LARGE)) {
            return tooLarge(config.maxRequestLength());
        }
        if (!status.equals(HttpStatus.NOT_FOUND) && !status.equals(HttpStatus.METHOD_NOT_ALLOWED)) {
            return null;
        }
        String what = headers == null ? "this" : headers.method() + " " + headers.path();
        return JsonAnswer.of(status, Reason.NO_SUCH_PATH, what + " is not answered here, see /docs for what is");
    }

    private static AggregatedHttpResponse tooLarge(long expected) {
        return JsonAnswer.of(
                HttpStatus.REQUEST_ENTITY_TOO_LARGE,
                Reason.TOO_LARGE,
                "the request is too large, expected at most " + expected + " bytes");
    }

    @Override
    public HttpResponse handle(ServiceRequestContext context, io.grpc.Status status, AggregatedHttpResponse response) {
        String details = response.headers().get(DETAILS, response.trailers().get(DETAILS, ""));
        Status.Builder told = Status.newBuilder().setCode(status.getCode().value());
        String description = status.getDescription();
        if (description != null) {
            told.setMessage(description);
        }
        try {
            told.mergeFrom(Base64.getDecoder().decode(details));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            told.clearDetails();
        }
        return JsonAnswer.of(told.build()).toHttpResponse();
    }
}
