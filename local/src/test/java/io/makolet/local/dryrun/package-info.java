@NullMarked
package io.makolet.local.dryrun;

import org.jspecify.annotations.NullMarked;
