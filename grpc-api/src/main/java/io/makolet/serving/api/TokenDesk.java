package io.makolet.serving.api;

import com.google.protobuf.Duration;
import io.makolet.serving.token.CustomerTokens;
import io.makolet.serving.token.CustomerTokens.TokenException;
import io.makolet.v1.MakeTokensRequest;
import io.makolet.v1.MakeTokensResponse;
import java.util.function.LongSupplier;

/** Makes customers' tokens, and tells whom they stand for. Thread safe. */
public final class TokenDesk {

    private static final int MOST = 1_000;
    private static final long DAY_SECONDS = 86_400;
    private static final long DEFAULT_SECONDS = 30 * DAY_SECONDS;
    private static final long MOST_SECONDS = 400 * DAY_SECONDS;

    private final CustomerTokens tokens;
    private final LongSupplier wallClock;

    /** @param wallClock milliseconds UTC */
    public TokenDesk(CustomerTokens tokens, LongSupplier wallClock) {
        this.tokens = tokens;
        this.wallClock = wallClock;
    }

    MakeTokensResponse make(MakeTokensRequest request) {
        int count = request.getCustomerIdsCount();
        if (count == 0 || count > MOST) {
            throw new InvalidRequestException("customer_ids", "has " + count + " ids, expected 1 to " + MOST);
        }
        long seconds = request.hasGoodFor() ? seconds(request.getGoodFor()) : DEFAULT_SECONDS;
        long expires = Math.floorDiv(wallClock.getAsLong(), 1_000L) + seconds;
        MakeTokensResponse.Builder answer =
                MakeTokensResponse.newBuilder().setExpiresAt(Timestamps.of(expires * 1_000));
        for (int i = 0; i < count; i++) {
            Requests.checkCustomerId("customer_ids[" + i + "]", request.getCustomerIdsBytes(i));
            answer.addTokens(tokens.make(request.getCustomerIds(i), expires * 1_000));
        }
        return answer.build();
    }

    private static long seconds(Duration goodFor) {
        long seconds = goodFor.getSeconds();
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw new InvalidRequestException(
                    "good_for", "is " + seconds + " s, expected 1 s to " + MOST_SECONDS + " s");
        }
        return seconds;
    }

    /**
     * Whom a token stands for.
     *
     * @throws io.grpc.StatusRuntimeException of the reason {@link Reason#INVALID_TOKEN} or {@link Reason#EXPIRED_TOKEN}
     */
    public String open(String token) {
        try {
            return tokens.open(token);
        } catch (TokenException e) {
            throw (e.expired() ? Reason.EXPIRED_TOKEN : Reason.INVALID_TOKEN).error(String.valueOf(e.getMessage()));
        }
    }
}
