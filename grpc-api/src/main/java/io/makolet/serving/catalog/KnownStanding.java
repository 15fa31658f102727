package io.makolet.serving.catalog;

import io.makolet.domain.segment.Truth;
import io.makolet.serving.view.PackedView;

/** A customer of whom there is a view. */
public final class KnownStanding implements Standing {

    private final PackedView view;
    private long now;
    private long evaluatedThrough;
    private boolean expired;

    /** The customer of a view. */
    public KnownStanding(PackedView view) {
        this.view = view;
    }

    /**
     * From now on, the customer at an instant.
     *
     * @param instant not before the view's {@code asOf}, milliseconds UTC
     * @param through offset of the last definition for which everybody has been evaluated
     */
    public KnownStanding at(long instant, long through) {
        now = instant;
        evaluatedThrough = through;
        expired = false;
        return this;
    }

    /**
     * {@inheritDoc} Without the consent it needs it is unknown, whatever the view says; and while the segment is warming, if
     * the view does not show that the customer was evaluated for it.
     */
    @Override
    public Truth membership(LiveSegment segment) {
        byte[] purpose = segment.purposeBytes();
        if (purpose != null && !view.consents(purpose)) {
            return Truth.UNKNOWN;
        }
        if (segment.isWarming(evaluatedThrough) && !segment.isComputedBy(view.definitionVersion(segment.index()))) {
            return Truth.UNKNOWN;
        }
        expired |= now >= view.validUntil(segment.index());
        return view.truth(segment.index(), now);
    }

    /** {@inheritDoc} An offer that is newer than the view is scored as for anybody. */
    @Override
    public float score(LiveOffer offer) {
        float score = view.score(offer.index());
        return Float.isNaN(score) ? offer.prior() : score;
    }

    /** Was a membership asked for whose lease has run out? */
    public boolean expired() {
        return expired;
    }
}
