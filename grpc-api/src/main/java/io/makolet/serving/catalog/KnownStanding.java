package io.makolet.serving.catalog;

import io.makolet.domain.segment.Truth;
import io.makolet.serving.view.PackedView;
import java.util.Arrays;

/** A customer of whom there is a view. Each membership is looked up once, however many offers ask for it. */
public final class KnownStanding implements Standing {

    private final PackedView view;
    private long now;
    private long evaluatedThrough;
    private boolean expired;
    /** Memberships that were asked for, by segment, and for which customer: the one of this turn, or an earlier one. */
    private Truth[] memberships = {};

    private int[] turns = {};
    private int turn;

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
        turn++;
        if (turn == 0) {
            Arrays.fill(turns, 0);
            turn = 1;
        }
        return this;
    }

    /**
     * {@inheritDoc} Without the consent it needs it is unknown, whatever the view says; and while the segment is warming, if
     * the view does not show that the customer was evaluated for it.
     */
    @Override
    public Truth membership(LiveSegment segment) {
        int index = segment.index();
        if (index >= turns.length) {
            turns = Arrays.copyOf(turns, index + 1);
            memberships = Arrays.copyOf(memberships, index + 1);
        }
        if (turns[index] != turn) {
            memberships[index] = lookUp(segment);
            turns[index] = turn;
        }
        return memberships[index];
    }

    private Truth lookUp(LiveSegment segment) {
        byte[] purpose = segment.purposeBytes();
        if (purpose != null && !view.consents(purpose)) {
            return Truth.UNKNOWN;
        }
        if (segment.isWarming(evaluatedThrough) && !segment.isComputedBy(view.definitionVersion(segment.index()))) {
            return Truth.UNKNOWN;
        }
        int lease = view.lease(segment.index());
        if (lease == PackedView.NO_LEASE) {
            return view.truth(segment.index());
        }
        expired |= now >= view.leaseUntil(lease);
        return view.leasedTruth(lease, now);
    }

    /** {@inheritDoc} Such is an offer that is newer than the view. */
    @Override
    public float score(int offer) {
        return view.score(offer);
    }

    /** Was a membership asked for whose lease has run out? */
    public boolean expired() {
        return expired;
    }
}
