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
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.makolet.serving.api.OffersPage;
import io.makolet.serving.api.OffersPages;
import io.makolet.serving.api.Reason;
import io.makolet.serving.image.OfferImages;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The best offer as a picture, for mails: drawn when the mail is opened, not when it is sent. A mail must not show a broken
 * picture, so where there is no offer, or the token's time is over, it is one clear pixel. That somebody loaded it says
 * nothing of the customer: mailboxes load pictures by themselves.
 */
final class ImagePath implements HttpService {

    private static final Logger LOG = LoggerFactory.getLogger(ImagePath.class);

    private static final int LEAST = 40;
    private static final int MOST = 1_600;
    private static final int USUAL_WIDTH = 600;
    private static final int USUAL_HEIGHT = 160;

    private final OffersPages pages;
    private final UnaryOperator<String> open;
    private final OfferImages images;

    ImagePath(OffersPages pages, UnaryOperator<String> open, OfferImages images) {
        this.pages = pages;
        this.open = open;
        this.images = images;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        QueryParams parameters = context.queryParams();
        int width = pixels("width", parameters, USUAL_WIDTH);
        int height = pixels("height", parameters, USUAL_HEIGHT);
        String customer;
        try {
            customer = open.apply(OffersPath.parameter(context, "token"));
        } catch (StatusRuntimeException e) {
            if (Reason.of(StatusProto.fromThrowable(e)) == Reason.EXPIRED_TOKEN) {
                return picture(images.nothing(), "expired");
            }
            throw e;
        }
        OffersPage page = pages.answer(OffersPath.question(customer, parameters));
        if (page.offers().getOffersCount() == 0) {
            return picture(images.nothing(), "no-offer");
        }
        return HttpResponse.of(CompletableFuture.supplyAsync(
                        () -> picture(images.of(page.offers().getOffers(0), width, height), page.instead()),
                        context.blockingTaskExecutor())
                .exceptionally(failure -> {
                    // Such as on a machine without fonts, which Java tells by an Error.
                    LOG.error("An offer can't be drawn", failure);
                    return picture(images.nothing(), "failed");
                }));
    }

    private static HttpResponse picture(byte[] png, String instead) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.OK)
                .contentType(MediaType.PNG)
                // Whoever opens the mail again sees what holds then, through whatever stands between.
                .set(HttpHeaderNames.CACHE_CONTROL, "private, no-store, max-age=0")
                .set(HttpHeaderNames.REFERRER_POLICY, "no-referrer")
                .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff");
        if (!instead.isEmpty()) {
            headers.set(OffersPath.DEFAULT, instead);
        }
        return HttpResponse.of(headers.build(), HttpData.wrap(png));
    }

    private static int pixels(String name, QueryParams parameters, int usual) {
        int pixels = OffersPath.whole(name, parameters.get(name, Integer.toString(usual)));
        if (pixels < LEAST || pixels > MOST) {
            throw StatusProto.toStatusRuntimeException(
                    Reason.invalid(name, "is " + pixels + ", expected " + LEAST + " to " + MOST + " pixels"));
        }
        return pixels;
    }
}
