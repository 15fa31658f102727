/** The Java client of those who ask. */
@NullMarked
package io.makolet.client;

import org.jspecify.annotations.NullMarked;
