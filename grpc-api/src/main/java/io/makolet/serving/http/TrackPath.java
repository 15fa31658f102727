package io.makolet.serving.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.rpc.Code;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.makolet.serving.api.ErrorInterceptor;
import io.makolet.serving.api.Reason;
import io.makolet.serving.ingest.Ingest;
import io.makolet.v1.TrackFailure;
import io.makolet.v1.TrackResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Events in the form of Segment's libraries. 200 where events were accepted, with what is wrong with the others; 400 where
 * all were wrong; 429 and 503 where some may be sent again, which changes nothing for those that were accepted. The content
 * type isn't looked at: libraries name others, and pages that are left can only send text.
 */
final class TrackPath implements HttpService {

    private static final int MAX_BYTES = 2 << 20;
    private static final int MAX_DEPTH = 16;
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
    }

    private final Ingest ingest;
    private final String call;

    /** @param call what is done there: track, page, screen, identify, group, alias, batch */
    TrackPath(Ingest ingest, String call) {
        this.ingest = ingest;
        this.call = call;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(request.aggregate()
                .thenComposeAsync(this::take, context.blockingTaskExecutor())
                .thenApply(TrackPath::answer)
                .exceptionally(failure -> failed(failure, context))
                .thenApply(AggregatedHttpResponse::toHttpResponse));
    }

    private CompletableFuture<TrackResponse> take(AggregatedHttpRequest request) {
        byte[] body = body(request);
        try {
            return ingest.track(call, JSON.readValue(body, OBJECT));
        } catch (JsonProcessingException e) {
            throw Reason.MALFORMED_REQUEST.error("the body is no JSON object: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw Reason.MALFORMED_REQUEST.error("the body is no JSON object: " + e.getMessage());
        }
    }

    private static byte[] body(AggregatedHttpRequest request) {
        byte[] body = request.content().array();
        if (!request.headers().get(HttpHeaderNames.CONTENT_ENCODING, "").equalsIgnoreCase("gzip")) {
            return body;
        }
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] read = plain.readNBytes(MAX_BYTES + 1);
            if (read.length > MAX_BYTES) {
                throw Reason.TOO_LARGE.error("the body is too large, expected at most " + MAX_BYTES + " bytes of JSON");
            }
            return read;
        } catch (IOException e) {
            throw Reason.MALFORMED_REQUEST.error("the body is said to be gzip and is not: " + e.getMessage());
        }
    }

    private static AggregatedHttpResponse answer(TrackResponse response) {
        for (TrackFailure failure : response.getFailuresList()) {
            if (failure.getError().getCode() == Code.UNAVAILABLE_VALUE) {
                return JsonAnswer.of(failure.getError());
            }
        }
        if (response.getAccepted() == 0 && response.getFailuresCount() == 1) {
            return JsonAnswer.of(response.getFailures(0).getError());
        }
        HttpStatus status = response.getAccepted() == 0 ? HttpStatus.BAD_REQUEST : HttpStatus.OK;
        return AggregatedHttpResponse.of(
                ResponseHeaders.builder(status)
                        .contentType(MediaType.JSON_UTF_8)
                        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                        .build(),
                HttpData.ofUtf8(JsonAnswer.text(response)));
    }

    private AggregatedHttpResponse failed(Throwable failure, ServiceRequestContext context) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RuntimeException known) {
            return JsonAnswer.of(ErrorInterceptor.toStatus(known, context.path()));
        }
        return JsonAnswer.of(ErrorInterceptor.toStatus(new IllegalStateException(cause), context.path()));
    }
}
