/** What a customer told us: typed profile fields. */
@NullMarked
package io.makolet.domain.profile;

import org.jspecify.annotations.NullMarked;
