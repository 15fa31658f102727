/**
 * The authoring side of definitions: YAML and CEL in, checked and typed drafts out, or every problem with its place.
 *
 * <p>CEL is known here only: what leaves are the domain's own types.
 */
@NullMarked
package io.makolet.definitions;

import org.jspecify.annotations.NullMarked;
