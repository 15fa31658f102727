/** Tests of the registry process, and the one that other tests share. */
@NullMarked
package io.makolet.schemas.registry;

import org.jspecify.annotations.NullMarked;
