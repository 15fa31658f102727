/** Who is who: statements that two ids are one person's, and the persons that follow from them. */
@NullMarked
package io.makolet.domain.identity;

import org.jspecify.annotations.NullMarked;
