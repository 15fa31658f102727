@NullMarked
package io.makolet.local.replay;

import org.jspecify.annotations.NullMarked;
