package io.makolet.schemas;

import io.makolet.avro.Command;
import io.makolet.domain.customer.Erasure;
import java.time.Duration;
import java.time.Instant;

/** Erasures between the wire and the domain. */
public final class ErasureMapping {

    /** Type of the command that tells the job of an erasure. */
    public static final String FORGET = "forget";

    /** How far the clock of who asks may be ahead of the broker's. An erasure ahead of time would swallow the future. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private ErasureMapping() {}

    /**
     * The erasure in a record of its topic.
     *
     * @param key of the record: the customer
     * @param appendTime of the record, milliseconds UTC
     */
    public static Erasure toDomain(String key, io.makolet.avro.Erasure value, long appendTime) throws PoisonException {
        if (!key.equals(value.getCustomerId())) {
            throw PoisonException.invalid("erasure under the key of another customer, expected its own");
        }
        return erasure(key, value.getErasedAt(), appendTime);
    }

    /** The erasure in a command {@link #FORGET}; the same parameters. */
    public static Erasure toDomain(String key, Command value, long appendTime) throws PoisonException {
        return erasure(key, value.getIssuedAt(), appendTime);
    }

    /** The command that tells the job of an erasure. */
    public static Command command(io.makolet.avro.Erasure erasure) {
        return Command.newBuilder()
                .setIssuedAt(erasure.getErasedAt())
                .setCommandId(erasure.getRequestId())
                .setType(FORGET)
                .setTenant(erasure.getTenant())
                .setIssuer(erasure.getIssuer())
                .build();
    }

    private static Erasure erasure(String customerId, Instant requestedAt, long appendTime) throws PoisonException {
        Instant latest = Instant.ofEpochMilli(appendTime).plus(CLOCKS_APART);
        if (requestedAt.isAfter(latest)) {
            throw PoisonException.invalid(
                    "erasure of " + requestedAt + ", expected not after " + latest + ", when it was appended");
        }
        try {
            return Erasure.requestedAt(customerId, requestedAt.toEpochMilli());
        } catch (IllegalArgumentException e) {
            throw PoisonException.invalid(String.valueOf(e.getMessage()));
        }
    }
}
