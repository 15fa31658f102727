package io.makolet.serving.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.makolet.serving.api.Reason;

/** Messages as JSON in Protobuf's own mapping, and errors as {@code google.rpc.Status} in it. */
final class JsonAnswer {

    private static final JsonFormat.Printer PRINTER = style(JsonFormat.printer())
            .usingTypeRegistry(TypeRegistry.newBuilder()
                    .add(ErrorInfo.getDescriptor())
                    .add(BadRequest.getDescriptor())
                    .build());

    private static final String RETRY_SECONDS = "1";

    private JsonAnswer() {}

    /** How all JSON looks: with the fields that have their default value, without spaces. */
    static JsonFormat.Printer style(JsonFormat.Printer printer) {
        return printer.alwaysPrintFieldsWithNoPresence().omittingInsignificantWhitespace();
    }

    /** A message. */
    static String text(MessageOrBuilder message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("our own message can't be written", e);
        }
    }

    /** A failure. */
    static AggregatedHttpResponse of(StatusRuntimeException failure) {
        return of(StatusProto.fromStatusAndTrailers(failure.getStatus(), failure.getTrailers()));
    }

    /** A failure; one without details gets the reason that is nearest. */
    static AggregatedHttpResponse of(Status status) {
        Reason reason = Reason.of(status);
        return of(HttpStatus.valueOf(reason.http()), reason, status);
    }

    /** A failure that HTTP has a status of its own for. */
    static AggregatedHttpResponse of(HttpStatus http, Reason reason, String message) {
        return of(http, reason, StatusProto.fromThrowable(reason.error(message)));
    }

    private static AggregatedHttpResponse of(HttpStatus http, Reason reason, Status status) {
        Status told =
                status.getDetailsCount() > 0 ? status : StatusProto.fromThrowable(reason.error(status.getMessage()));
        ResponseHeadersBuilder headers = ResponseHeaders.builder(http)
                .contentType(MediaType.JSON_UTF_8)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        if (http.equals(HttpStatus.TOO_MANY_REQUESTS) || http.equals(HttpStatus.SERVICE_UNAVAILABLE)) {
            headers.set(HttpHeaderNames.RETRY_AFTER, RETRY_SECONDS);
        }
        return AggregatedHttpResponse.of(headers.build(), HttpData.ofUtf8(text(told)));
    }
}
