package io.makolet.serving.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.cors.CorsService;
import com.linecorp.armeria.server.cors.CorsServiceBuilder;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Lets pages of other sites ask (CORS); what only our own page may ask needs no word of it. */
final class Origins {

    /** Browsers ask again after this time. */
    private static final Duration KEPT = Duration.ofHours(1);

    private Origins() {}

    /** @param origins at least one, {@link DoorConfig#ANY_ORIGIN} for any */
    static Function<? super HttpService, CorsService> allowed(List<String> origins) {
        CorsServiceBuilder builder = origins.contains(DoorConfig.ANY_ORIGIN)
                ? CorsService.builderForAnyOrigin()
                : CorsService.builder(origins);
        return builder.allowRequestMethods(HttpMethod.GET, HttpMethod.POST)
                .allowRequestHeaders("content-type", "if-none-match", "grpc-timeout", "x-grpc-web", "x-user-agent")
                .exposeHeaders(
                        "etag",
                        "retry-after",
                        OffersPath.AS_OF,
                        OffersPath.STALE,
                        OffersPath.DEFAULT,
                        "grpc-status",
                        "grpc-message",
                        "grpc-status-details-bin")
                .maxAge(KEPT)
                .newDecorator();
    }
}
