/** Keeps the node quick when more is asked than it can answer: who may call, who waits, who is turned away. */
@NullMarked
package io.makolet.serving.load;

import org.jspecify.annotations.NullMarked;
