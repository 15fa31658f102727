/** Sends files of history through the front door of a running system. */
@NullMarked
package io.makolet.local.replay;

import org.jspecify.annotations.NullMarked;
