@NullMarked
package io.makolet.domain.offer;

import org.jspecify.annotations.NullMarked;
