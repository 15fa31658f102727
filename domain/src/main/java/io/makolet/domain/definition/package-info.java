/** Published definitions: what the definitions topic carries. */
@NullMarked
package io.makolet.domain.definition;

import org.jspecify.annotations.NullMarked;
