/** Why a customer is in a segment or not, and what would change it. */
@NullMarked
package io.makolet.domain.explain;

import org.jspecify.annotations.NullMarked;
