@NullMarked
package io.makolet.domain.segment;

import org.jspecify.annotations.NullMarked;
