package io.makolet.serving.api;

import com.google.protobuf.Timestamp;
import io.makolet.domain.segment.Membership;
import io.makolet.serving.catalog.CurrentCatalog;
import io.makolet.serving.catalog.LiveOffer;
import io.makolet.serving.view.PackedView;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.GetOffersResponse;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers that can be kept: for mailers and content systems, which ask twice and rather show a default than an error.
 * Thread safe.
 */
public final class OffersPages {

    private static final Logger LOG = LoggerFactory.getLogger(OffersPages.class);

    private final OffersRead offers;
    private final ViewFinder views;
    private final CurrentCatalog catalog;
    private final SecretKey secret;
    private final BooleanSupplier overloaded;

    /**
     * @param secret of all nodes of a service, with which ids of decisions are made: they tell nobody whose they are
     * @param overloaded is there no time to look for what somebody should be offered?
     */
    public OffersPages(
            PersonalizationService service, CurrentCatalog catalog, SecretKey secret, BooleanSupplier overloaded) {
        this.offers = service.offers();
        this.views = service.views();
        this.catalog = catalog;
        this.secret = secret;
        this.overloaded = overloaded;
    }

    /**
     * The offers for somebody: equal while nothing changes, and never a failure of ours.
     *
     * @throws RuntimeException one that {@link ErrorInterceptor#toStatus} tells callers of, where the request is wrong
     */
    public OffersPage answer(GetOffersRequest request) {
        if (overloaded.getAsBoolean()) {
            return instead(request, "overloaded");
        }
        try {
            GetOffersResponse answer = offers.answer(request);
            return page(request, answer, changesAt(request, millis(answer.getAsOf())), "");
        } catch (NotReadyException e) {
            return instead(request, "not-ready");
        } catch (InvalidRequestException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("Offers can't be found, those for anybody are answered", e);
            return instead(request, "failed");
        }
    }

    private OffersPage instead(GetOffersRequest request, String why) {
        GetOffersResponse answer = offers.defaults(request);
        return page(request, answer, millis(answer.getAsOf()), why);
    }

    private OffersPage page(GetOffersRequest request, GetOffersResponse answer, long changesAt, String instead) {
        GetOffersResponse decided =
                answer.toBuilder().clearAsOf().clearStale().clearDecisionId().build();
        GetOffersResponse kept = decided.toBuilder()
                .setStale(answer.getStale())
                .setDecisionId(decisionId(request, decided))
                .build();
        return new OffersPage(kept, millis(answer.getAsOf()), changesAt, instead);
    }

    /** The same for the same question and answer: a UUID of version 8 (RFC 9562), 122 bits of an HMAC-SHA-256. */
    private String decisionId(GetOffersRequest request, GetOffersResponse answer) {
        Mac hash;
        try {
            hash = Mac.getInstance("HmacSHA256");
            hash.init(secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
        byte[] question = request.toByteArray();
        hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(question.length).array());
        hash.update(question);
        ByteBuffer bits = ByteBuffer.wrap(hash.doFinal(answer.toByteArray()));
        long high = (bits.getLong() & ~0xf000L) | 0x8000L;
        long low = (bits.getLong() >>> 2) | (1L << 63);
        return new UUID(high, low).toString();
    }

    /** When a membership of the customer or an offer's validity changes by itself next. */
    private long changesAt(GetOffersRequest request, long now) {
        PackedView view = views.find(Requests.customerKey(request.getCustomerIdBytes()));
        LongStream flips = view == null
                ? LongStream.empty()
                : view.unpack(request.getCustomerId()).memberships().stream().flatMapToLong(OffersPages::changes);
        LongStream validity = catalog.definitions().offersAt(request.getPlacement()).stream()
                .mapToLong((LiveOffer offer) -> offer.validityChangesAfter(now));
        return LongStream.concat(flips, validity)
                .filter(change -> change > now)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private static LongStream changes(Membership membership) {
        return LongStream.concat(
                membership.flips().stream().mapToLong(Membership.Flip::at), LongStream.of(membership.validUntil()));
    }

    private static long millis(Timestamp instant) {
        return instant.getSeconds() * 1_000 + instant.getNanos() / 1_000_000;
    }
}
