/** Trying definitions on history: {@code makolet dry-run}. */
@NullMarked
package io.makolet.local.dryrun;

import org.jspecify.annotations.NullMarked;
