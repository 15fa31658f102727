/** Scenarios against the whole system in processes of its own, as a stranger would run it. */
@NullMarked
package io.makolet.e2e;

import org.jspecify.annotations.NullMarked;
