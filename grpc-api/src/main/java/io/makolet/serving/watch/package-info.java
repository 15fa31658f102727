/** Transitions from the log to those who watch them. */
@NullMarked
package io.makolet.serving.watch;

import org.jspecify.annotations.NullMarked;
