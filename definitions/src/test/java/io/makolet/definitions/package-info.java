@NullMarked
package io.makolet.definitions;

import org.jspecify.annotations.NullMarked;
