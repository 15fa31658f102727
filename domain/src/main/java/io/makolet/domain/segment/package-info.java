/** Segments: conditions, aggregates, memberships, and the compiled plan that evaluates them. */
@NullMarked
package io.makolet.domain.segment;

import org.jspecify.annotations.NullMarked;
