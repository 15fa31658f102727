@NullMarked
package io.makolet.domain.identity;

import org.jspecify.annotations.NullMarked;
