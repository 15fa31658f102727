/** The rules that hold the modules apart. */
@NullMarked
package io.makolet.architecture;

import org.jspecify.annotations.NullMarked;
