/** Events that come in: read, checked, and appended to the log. */
@NullMarked
package io.makolet.serving.ingest;

import org.jspecify.annotations.NullMarked;
