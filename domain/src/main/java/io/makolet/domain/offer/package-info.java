/** Offers and how they are scored for a customer. */
@NullMarked
package io.makolet.domain.offer;

import org.jspecify.annotations.NullMarked;
