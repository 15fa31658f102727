package io.makolet.domain.segment;

import org.jspecify.annotations.Nullable;

/**
 * A segment as its author defined it.
 *
 * @param purpose consent purpose without which the answer is unknown, or null for an operational segment
 */
public record SegmentDefinition(@Nullable String purpose, Condition when) {}
