/** One customer: the packed state, and the engine that applies events and time to it. */
@NullMarked
package io.makolet.domain.customer;

import org.jspecify.annotations.NullMarked;
