/** The customer views on this machine's disk, and how far the log is in them. */
@NullMarked
package io.makolet.serving.store;

import org.jspecify.annotations.NullMarked;
