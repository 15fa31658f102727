package io.makolet.serving.catalog;

import io.makolet.domain.segment.Truth;

/** One customer at one instant, as eligibility and ranking see them. */
public interface Standing {

    /** Membership of a segment. */
    Truth membership(LiveSegment segment);

    /**
     * Score of the offer at an index: expected margin in main units of its currency; {@link Float#NaN} where it was never
     * scored, so that it is worth what it is for anybody.
     */
    float score(int offer);
}
