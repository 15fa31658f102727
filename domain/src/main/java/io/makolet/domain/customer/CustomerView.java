package io.makolet.domain.customer;

import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Membership;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What serving needs to know of a customer.
 *
 * @param asOf instant of event time for which the memberships were computed, milliseconds UTC
 * @param lastEventId event applied last; null before the first
 * @param lastEventTime its event time, milliseconds UTC; {@link Long#MIN_VALUE} before the first
 * @param memberships leases of live segments; one that is missing was false and does not change by time alone
 * @param scores context-free scores of live offers
 * @param consent by purpose; what is missing was never given
 * @param traits numbers about the customer by name
 */
public record CustomerView(
        String customerId,
        Version version,
        long asOf,
        @Nullable String lastEventId,
        long lastEventTime,
        List<Membership> memberships,
        List<OfferScore> scores,
        Map<String, ProfileValue> profile,
        Map<String, Boolean> consent,
        Map<String, Double> traits) {

    /** Score of the offer at an index: expected margin, not positive is never shown. */
    public record OfferScore(int offer, float score) {}

    /**
     * Order of a customer's views. Readers keep the greatest.
     *
     * @param era grows with merge, erasure and rollback
     * @param applied events applied so far
     * @param attempt run of the job that wrote it, unique and growing
     * @param revision counts what changed the view without an event
     */
    public record Version(int era, long applied, long attempt, long revision) implements Comparable<Version> {
        @Override
        public int compareTo(Version other) {
            int order = Integer.compare(era, other.era);
            order = order != 0 ? order : Long.compare(applied, other.applied);
            order = order != 0 ? order : Long.compare(attempt, other.attempt);
            return order != 0 ? order : Long.compare(revision, other.revision);
        }
    }
}
