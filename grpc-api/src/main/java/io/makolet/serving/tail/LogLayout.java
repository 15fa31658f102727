package io.makolet.serving.tail;

import io.makolet.serving.store.LogIdentity;
import java.time.Duration;

/**
 * What the broker says of the views topic.
 *
 * @param tombstonesKept how long a tombstone is kept: a reader that was away for longer may have missed one
 */
record LogLayout(LogIdentity identity, Duration tombstonesKept) {}
