/** Tests of the wire format, the mappings and the bootstraps. */
@NullMarked
package io.makolet.schemas;

import org.jspecify.annotations.NullMarked;
