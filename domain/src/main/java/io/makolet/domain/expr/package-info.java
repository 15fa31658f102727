/** Scalar expressions over one event and one profile: the tree, and its compilation to closures. */
@NullMarked
package io.makolet.domain.expr;

import org.jspecify.annotations.NullMarked;
