package io.makolet.domain.definition;

import java.util.Set;

/**
 * The past of aggregates and sequences that no definition had asked for before is read in from the log.
 *
 * @param number counts up from 1 over all backfills
 * @param ids persisted ids of the aggregates and sequences
 * @param status warming until all of their past has been read in, live from then on; retired when no definition asks for
 *     them any more
 */
public record Backfill(int number, Set<Long> ids, Definition.Status status) {

    private static final String PREFIX = "backfill/";

    public Backfill {
        if (number < 1) {
            throw new IllegalArgumentException("backfill " + number + ", expected 1 or greater");
        }
        ids = Set.copyOf(ids);
    }

    /** Key among definitions. */
    public String key() {
        return key(number);
    }

    /** Key among definitions of the backfill of a number. */
    public static String key(int number) {
        return PREFIX + number;
    }

    /** The same backfill in another status. */
    public Backfill in(Definition.Status next) {
        return new Backfill(number, ids, next);
    }
}
