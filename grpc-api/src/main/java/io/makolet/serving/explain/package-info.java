/** Asks the stream job why a customer is in a segment, and says it to people. */
@NullMarked
package io.makolet.serving.explain;

import org.jspecify.annotations.NullMarked;
