/** Copies of the store: a new node begins with what another one has. */
@NullMarked
package io.makolet.serving.copy;

import org.jspecify.annotations.NullMarked;
