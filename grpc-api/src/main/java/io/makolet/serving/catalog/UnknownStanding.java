package io.makolet.serving.catalog;

import io.makolet.domain.segment.Truth;

/** Somebody of whom nothing is known: in no segment, and scored as anybody. */
public enum UnknownStanding implements Standing {
    INSTANCE;

    /** {@inheritDoc} Nobody is known to be out of a segment that needs a consent which was never asked for. */
    @Override
    public Truth membership(LiveSegment segment) {
        return segment.purpose() == null ? Truth.FALSE : Truth.UNKNOWN;
    }

    @Override
    public float score(int offer) {
        return Float.NaN;
    }
}
