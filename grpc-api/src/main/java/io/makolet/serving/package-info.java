/** The serving node: put together, configured, started. */
@NullMarked
package io.makolet.serving;

import org.jspecify.annotations.NullMarked;
