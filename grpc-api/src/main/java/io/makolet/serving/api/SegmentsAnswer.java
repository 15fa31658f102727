package io.makolet.serving.api;

import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.segment.Membership;
import io.makolet.serving.catalog.Catalog;
import io.makolet.serving.catalog.LiveSegment;
import io.makolet.v1.CheckSegmentsRequest;
import io.makolet.v1.CheckSegmentsResponse;
import io.makolet.v1.SegmentMembership;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Some memberships of a customer as callers see them at one instant. */
final class SegmentsAnswer {

    /** Reason where a segment isn't there: retired, or never published. */
    private static final String NO_SEGMENT = "no live segment";

    private SegmentsAnswer() {}

    /**
     * @param view the customer's; null where nothing is known of them
     */
    static CheckSegmentsResponse of(
            CheckSegmentsRequest request, @Nullable CustomerView view, Catalog catalog, ReadTime time) {
        CheckSegmentsResponse.Builder answer =
                CheckSegmentsResponse.newBuilder().setCustomerId(request.getCustomerId());
        Map<Integer, Membership> memberships = new HashMap<>();
        Map<String, Boolean> consent = Map.of();
        if (view != null) {
            answer.setKnown(true).setVersion(CustomerAnswer.version(view.version()));
            view.memberships().forEach(membership -> memberships.put(membership.segment(), membership));
            consent = view.consent();
        }
        boolean expired = false;
        for (String id : request.getSegmentIdsList()) {
            LiveSegment segment = catalog.segment(id);
            if (segment == null) {
                answer.addSegments(unknown(id, NO_SEGMENT));
            } else {
                Membership membership = memberships.get(segment.index());
                expired |= membership != null && time.asOf() >= membership.validUntil();
                answer.addSegments(CustomerAnswer.segment(segment, membership, consent, time));
            }
        }
        if (time.asOf() != ReadClock.UNKNOWN) {
            answer.setAsOf(Timestamps.of(time.asOf()));
        }
        return answer.setStale(time.stale() || expired).build();
    }

    private static SegmentMembership unknown(String id, String reason) {
        return SegmentMembership.newBuilder()
                .setId(id)
                .setValue(io.makolet.v1.Truth.UNKNOWN)
                .setReason(reason)
                .build();
    }
}
