package io.makolet.serving;

import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.customer.CustomerView.OfferScore;
import io.makolet.domain.customer.CustomerView.Version;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Membership.Flip;
import io.makolet.domain.segment.Truth;
import java.util.List;
import java.util.Map;

/** Views for tests. */
final class Views {

    /** Instant for which all of them are computed. */
    static final long AS_OF = 1_300_000_000_000L;

    private Views() {}

    /** A customer after some events, member of segment 0. */
    static CustomerView member(String id, long applied) {
        return view(id, new Version(0, applied, 1, 0), List.of(membership(0, Truth.TRUE)), List.of());
    }

    static CustomerView view(String id, Version version, List<Membership> memberships, List<OfferScore> scores) {
        return new CustomerView(
                id,
                version,
                AS_OF,
                "event-" + version.applied(),
                AS_OF - 1,
                memberships,
                scores,
                Map.of(),
                Map.of(),
                Map.of("purchases", (double) version.applied()));
    }

    static Membership membership(int segment, Truth truth, Flip... flips) {
        return new Membership(segment, 1, truth, AS_OF - 1_000, List.of(flips), Long.MAX_VALUE, null);
    }
}
