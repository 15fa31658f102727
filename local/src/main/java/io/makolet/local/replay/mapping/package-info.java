/** Mapping files: how rows of a CSV or NDJSON file become events. */
@NullMarked
package io.makolet.local.replay.mapping;

import org.jspecify.annotations.NullMarked;
