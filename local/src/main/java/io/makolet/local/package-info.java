/** The whole system on one machine, and the {@code makolet} command line. */
@NullMarked
package io.makolet.local;

import org.jspecify.annotations.NullMarked;
