package io.makolet.serving.watch;

import io.makolet.avro.SegmentTransition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Somebody who watches transitions. Called from one thread. */
public interface Watcher {

    /**
     * Waits a while until more can be taken.
     *
     * @return can it?
     */
    boolean awaitRoom(Duration atMost);

    /** Is nobody watching any more? */
    boolean gone();

    /** Only transitions of segments that are wanted are told. */
    boolean wants(String segmentId);

    /**
     * A transition, or how far the log was read without one.
     *
     * @param position where to go on behind it
     */
    void tell(@Nullable SegmentTransition transition, String position);

    /** The watch ended without the watcher's doing. */
    void ended(WatchEndedException why);
}
