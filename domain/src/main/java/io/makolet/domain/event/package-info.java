/** Events as the domain sees them: decoded, typed, with time as a plain number. */
@NullMarked
package io.makolet.domain.event;

import org.jspecify.annotations.NullMarked;
