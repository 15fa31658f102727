package io.makolet.serving.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.protobuf.StatusProto;
import io.makolet.serving.api.OffersPage;
import io.makolet.serving.api.OffersPages;
import io.makolet.serving.api.Reason;
import io.makolet.v1.GetOffersRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Offers for whoever fetches pages: mailers and content systems. Asking again gives the same bytes until something changes,
 * an {@code ETag} tells whether it did, and where we fail the offers for anybody are answered, with the header {@value
 * #DEFAULT} and the reason. What is wrong with the request is an error all the same.
 */
final class OffersPath implements HttpService {

    /** The instant for which the offers hold, ISO 8601, UTC. */
    static final String AS_OF = "makolet-as-of";
    /** {@code true} where events may be waiting that the answer should have seen. */
    static final String STALE = "makolet-stale";
    /** Why the offers are those for anybody: {@code not-ready}, {@code overloaded} or {@code failed}. */
    static final String DEFAULT = "makolet-default";

    /** An event may change the offers at any time: longer than this, nobody should go without asking. */
    private static final long MOST_SECONDS = 30;

    private final OffersPages pages;
    private final Function<ServiceRequestContext, String> customer;
    private final boolean named;

    private OffersPath(OffersPages pages, Function<ServiceRequestContext, String> customer, boolean named) {
        this.pages = pages;
        this.customer = customer;
        this.named = named;
    }

    /** For callers who know the customer: the answer names them. */
    static OffersPath byId(OffersPages pages) {
        return new OffersPath(pages, context -> parameter(context, "customer_id"), true);
    }

    /** For whoever has a token: the answer names nobody. */
    static OffersPath byToken(OffersPages pages, Function<String, String> open) {
        return new OffersPath(pages, context -> open.apply(parameter(context, "token")), false);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        OffersPage page = pages.answer(question(customer.apply(context), context.queryParams()));
        var offers = named
                ? page.offers()
                : page.offers().toBuilder().clearCustomerId().build();
        HttpData body = HttpData.ofUtf8(JsonAnswer.text(offers));
        String tag = ETags.of(body);
        boolean same = ETags.match(request.headers(), tag);
        ResponseHeadersBuilder headers = ResponseHeaders.builder(same ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
                .set(HttpHeaderNames.ETAG, tag)
                .set(HttpHeaderNames.CACHE_CONTROL, cacheControl(page))
                .set(HttpHeaderNames.REFERRER_POLICY, "no-referrer")
                .set(STALE, Boolean.toString(page.offers().getStale()))
                .set(AS_OF, Instant.ofEpochMilli(page.asOf()).toString());
        if (!page.instead().isEmpty()) {
            headers.set(DEFAULT, page.instead());
        }
        return same
                ? HttpResponse.of(headers.build())
                : HttpResponse.of(headers.contentType(MediaType.JSON_UTF_8).build(), body);
    }

    /** What a page or mail asks for, by the names of {@link GetOffersRequest}; parameters of others are passed over. */
    static GetOffersRequest question(String customer, QueryParams parameters) {
        return GetOffersRequest.newBuilder()
                .setCustomerId(customer)
                .setPlacement(parameters.get("placement", ""))
                .setChannel(parameters.get("channel", ""))
                .setLimit(whole("limit", parameters.get("limit", "0")))
                .addAllLanguages(languages(parameters.getAll("language")))
                .build();
    }

    /** The value of a part of the path. */
    static String parameter(ServiceRequestContext context, String name) {
        String value = context.pathParam(name);
        if (value == null) {
            throw new IllegalStateException("the path of " + context.path() + " has no " + name);
        }
        return value;
    }

    /** The whole number that a parameter is. */
    static int whole(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw StatusProto.toStatusRuntimeException(
                    Reason.invalid(name, "is '" + text + "', expected a whole number"));
        }
    }

    private static List<String> languages(List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList();
    }

    private static String cacheControl(OffersPage page) {
        if (!page.instead().isEmpty()) {
            return "no-store";
        }
        long left = page.changesAt() == Long.MAX_VALUE ? Long.MAX_VALUE : (page.changesAt() - page.asOf()) / 1_000;
        return "private, max-age=" + (page.offers().getStale() ? 0 : Math.min(MOST_SECONDS, Math.max(0, left)));
    }
}
