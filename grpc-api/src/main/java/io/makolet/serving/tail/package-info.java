/** Follows the log: customer views into the store, definitions and products into memory. */
@NullMarked
package io.makolet.serving.tail;

import org.jspecify.annotations.NullMarked;
