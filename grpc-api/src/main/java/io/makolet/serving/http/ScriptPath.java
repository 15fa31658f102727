package io.makolet.serving.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** {@code makolet.js}, by which a page shows offers and reports what became of them. */
final class ScriptPath implements HttpService {

    private static final MediaType JAVASCRIPT = MediaType.parse("text/javascript; charset=utf-8");

    /** Pages get a new one within five minutes. */
    private static final String KEPT = "public, max-age=300";

    private final HttpData script;
    private final String tag;

    ScriptPath() {
        try (InputStream in = ScriptPath.class.getResourceAsStream("makolet.js")) {
            script = HttpData.wrap(
                    Objects.requireNonNull(in, "no makolet.js in the jar").readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tag = ETags.of(script);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        boolean same = ETags.match(request.headers(), tag);
        ResponseHeaders headers = ResponseHeaders.builder(same ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
                .set(HttpHeaderNames.ETAG, tag)
                .set(HttpHeaderNames.CACHE_CONTROL, KEPT)
                .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                .contentType(JAVASCRIPT)
                .build();
        return same ? HttpResponse.of(headers) : HttpResponse.of(headers, script);
    }
}
