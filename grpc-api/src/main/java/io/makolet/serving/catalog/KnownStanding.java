package io.makolet.serving.catalog;

import io.makolet.domain.segment.Truth;
import io.makolet.serving.view.PackedView;

/** A customer of whom there is a view. */
public final class KnownStanding implements Standing {

    private final PackedView view;
    private final long now;
    private final long evaluatedThrough;
    private boolean expired;

    /**
     * @param now instant not before the view's {@code asOf}, milliseconds UTC
     */
    public KnownStanding(PackedView view, long now) {
        this(view, now, Long.MAX_VALUE);
    }

    /**
     * @param now instant not before the view's {@code asOf}, milliseconds UTC
     * @param evaluatedThrough offset of the last definition for which everybody has been evaluated
     */
    public KnownStanding(PackedView view, long now, long evaluatedThrough) {
        this.view = view;
        this.now = now;
        this.evaluatedThrough = evaluatedThrough;
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
