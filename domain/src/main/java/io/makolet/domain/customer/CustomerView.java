package io.makolet.domain.customer;

import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Membership;
import java.util.Collection;
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
 * @param person name of the person whose id it is, and whose view says all that this one does not; null for a view of its
 *     own
 * @param ids all ids of the person, in order, where they have several
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
        Map<String, Double> traits,
        @Nullable String person,
        List<String> ids) {

    /** A view of its own. */
    public CustomerView(
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
        this(
                customerId,
                version,
                asOf,
                lastEventId,
                lastEventTime,
                memberships,
                scores,
                profile,
                consent,
                traits,
                null,
                List.of());
    }

    /** The same of a person who has several ids. */
    CustomerView ofIds(Collection<String> all) {
        return new CustomerView(
                customerId,
                version,
                asOf,
                lastEventId,
                lastEventTime,
                memberships,
                scores,
                profile,
                consent,
                traits,
                person,
                List.copyOf(all));
    }

    /** The view of an id that is another person's. */
    public static CustomerView ofPerson(String customerId, Version version, long asOf, String person) {
        return new CustomerView(
                customerId,
                version,
                asOf,
                null,
                Long.MIN_VALUE,
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                person,
                List.of());
    }

    /** Score of the offer at an index: expected margin, not positive is never shown. */
    public record OfferScore(int offer, float score) {}

    /**
     * Order of a customer's views. Readers keep the greatest.
     *
     * @param era grows with each erasure
     * @param merged run of the job in which it was last found out which ids are one person's with theirs; 0 for never. In what
     *     order events and links came may be different in each run, so views of earlier runs say nothing about the later
     * @param applied events applied so far
     * @param attempt run of the job that wrote it, unique and growing
     * @param revision counts what changed the view without an event
     */
    public record Version(int era, long merged, long applied, long attempt, long revision)
            implements Comparable<Version> {

        /** That of who has one id. */
        public Version(int era, long applied, long attempt, long revision) {
            this(era, 0, applied, attempt, revision);
        }

        @Override
        public int compareTo(Version other) {
            int order = Integer.compare(era, other.era);
            order = order != 0 ? order : Long.compare(merged, other.merged);
            order = order != 0 ? order : Long.compare(applied, other.applied);
            order = order != 0 ? order : Long.compare(attempt, other.attempt);
            return order != 0 ? order : Long.compare(revision, other.revision);
        }
    }
}
