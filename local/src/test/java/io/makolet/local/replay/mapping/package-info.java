@NullMarked
package io.makolet.local.replay.mapping;

import org.jspecify.annotations.NullMarked;
