package io.makolet.serving.api;

import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Truth;
import io.makolet.serving.catalog.Catalog;
import io.makolet.serving.catalog.LiveSegment;
import io.makolet.v1.Customer;
import io.makolet.v1.SegmentMembership;
import io.makolet.v1.ViewVersion;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A customer as callers see them at one instant. */
final class CustomerAnswer {

    /** Reason while customers are still evaluated for a new or changed segment. */
    private static final String WARMING = "warming";

    private CustomerAnswer() {}

    /** Somebody of whom nothing is known. */
    static Customer unknown(String customerId, ReadTime time) {
        return withTime(Customer.newBuilder().setCustomerId(customerId), time, false)
                .build();
    }

    /** A customer of whom there is a view. */
    static Customer of(CustomerView view, Catalog catalog, ReadTime time) {
        Customer.Builder answer =
                Customer.newBuilder().setCustomerId(view.customerId()).setKnown(true);
        answer.setVersion(version(view.version()));
        String lastEventId = view.lastEventId();
        if (lastEventId != null) {
            answer.setLastEventId(lastEventId);
        }
        if (view.lastEventTime() != Long.MIN_VALUE) {
            answer.setLastEventTime(Timestamps.of(view.lastEventTime()));
        }
        Map<Integer, Membership> memberships = new HashMap<>();
        view.memberships().forEach(m -> memberships.put(m.segment(), m));
        boolean expired = false;
        for (LiveSegment segment : catalog.segments()) {
            Membership membership = memberships.get(segment.index());
            expired |= membership != null && time.asOf() >= membership.validUntil();
            answer.addSegments(segment(segment, membership, view.consent(), time));
        }
        answer.putAllTraits(view.traits());
        view.profile().forEach((name, value) -> answer.putProfile(name, ProfileAnswer.of(value)));
        answer.putAllConsent(view.consent());
        answer.addAllIds(view.ids());
        return withTime(answer, time, expired).build();
    }

    static ViewVersion version(CustomerView.Version version) {
        return ViewVersion.newBuilder()
                .setEra(version.era())
                .setMerged(version.merged())
                .setApplied(version.applied())
                .setAttempt(version.attempt())
                .setRevision(version.revision())
                .build();
    }

    /**
     * A membership as callers see it.
     *
     * @param membership what the view says; null where it says nothing
     */
    static SegmentMembership segment(
            LiveSegment segment, @Nullable Membership membership, Map<String, Boolean> consent, ReadTime time) {
        SegmentMembership.Builder answer = SegmentMembership.newBuilder()
                .setId(segment.id())
                .setVersion(membership == null ? segment.version() : membership.definitionVersion());
        String purpose = segment.purpose();
        if (purpose != null && !consent.getOrDefault(purpose, false)) {
            return answer.setValue(io.makolet.v1.Truth.UNKNOWN)
                    .setReason("no consent for " + purpose)
                    .build();
        }
        if (segment.isWarming(time.evaluatedThrough())
                && !segment.isComputedBy(membership == null ? 0 : membership.definitionVersion())) {
            return answer.setValue(io.makolet.v1.Truth.UNKNOWN)
                    .setVersion(segment.version())
                    .setReason(WARMING)
                    .build();
        }
        if (membership == null) {
            return answer.setValue(io.makolet.v1.Truth.FALSE).build();
        }
        long now = time.asOf();
        long since = membership.since();
        Truth value = membership.value();
        for (Membership.Flip flip : membership.flips()) {
            if (flip.at() > now) {
                answer.setFlipAt(Timestamps.of(flip.at())).setValueAfter(truth(flip.value()));
                break;
            }
            since = flip.at();
            value = flip.value();
        }
        String reason = membership.reason();
        if (value == Truth.UNKNOWN && reason != null) {
            answer.setReason(reason);
        }
        if (since != Long.MIN_VALUE) {
            answer.setSince(Timestamps.of(since));
        }
        return answer.setValue(truth(value)).build();
    }

    private static Customer.Builder withTime(Customer.Builder answer, ReadTime time, boolean expired) {
        if (time.asOf() != ReadClock.UNKNOWN) {
            answer.setAsOf(Timestamps.of(time.asOf()));
        }
        return answer.setStale(time.stale() || expired);
    }

    static io.makolet.v1.Truth truth(Truth truth) {
        return switch (truth) {
            case FALSE -> io.makolet.v1.Truth.FALSE;
            case TRUE -> io.makolet.v1.Truth.TRUE;
            case UNKNOWN -> io.makolet.v1.Truth.UNKNOWN;
        };
    }
}
