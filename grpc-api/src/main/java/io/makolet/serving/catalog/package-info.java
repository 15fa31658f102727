/** The live definitions in memory, and what follows from them for one customer at one instant. */
@NullMarked
package io.makolet.serving.catalog;

import org.jspecify.annotations.NullMarked;
