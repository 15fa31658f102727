@NullMarked
package io.makolet.domain.expr;

import org.jspecify.annotations.NullMarked;
