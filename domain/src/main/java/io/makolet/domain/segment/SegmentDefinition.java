package io.makolet.domain.segment;

import org.jspecify.annotations.Nullable;

/**
 * A segment as its author defined it.
 *
 * @param purpose consent purpose without which the answer is unknown, or null for an operational segment
 * @param stay how membership follows the condition; null where it is the condition's truth
 */
public record SegmentDefinition(
        @Nullable String purpose, Condition when, @Nullable Stay stay) {

    /** A segment whose members are those of whom the condition is true. */
    public SegmentDefinition(@Nullable String purpose, Condition when) {
        this(purpose, when, null);
    }

    /** Ids of plans are made of it: where there is no stay, it says nothing of one, as in the releases that knew none. */
    @Override
    public String toString() {
        String text = "SegmentDefinition[purpose=" + purpose + ", when=" + when;
        return stay == null ? text + "]" : text + ", stay=" + stay + "]";
    }
}
