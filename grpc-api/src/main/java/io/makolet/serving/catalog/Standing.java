package io.makolet.serving.catalog;

import io.makolet.domain.segment.Truth;

/** One customer at one instant, as eligibility and ranking see them. */
public interface Standing {

    /** Membership of a segment. */
    Truth membership(LiveSegment segment);

    /** Score of an offer: expected margin in main units of its currency. */
    float score(LiveOffer offer);
}
