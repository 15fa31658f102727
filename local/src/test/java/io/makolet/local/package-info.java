@NullMarked
package io.makolet.local;

import org.jspecify.annotations.NullMarked;
