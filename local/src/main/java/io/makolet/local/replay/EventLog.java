package io.makolet.local.replay;

import io.makolet.domain.event.Event;

/** Where events go. Events of one customer keep their order. */
public interface EventLog extends AutoCloseable {

    /** Appends an event, at some time before the next {@link #flush()} returns. */
    void send(Event event);

    /**
     * Says in every partition of every input topic that it is complete through an instant, milliseconds UTC.
     *
     * @param more whether more will be said: whoever reads the log waits for it, and takes no silence for its end
     */
    void heartbeat(long throughMillis, boolean more);

    /**
     * Returns when everything is appended.
     *
     * @throws EventLogException if something could not be; part of it may be
     */
    void flush();

    @Override
    void close();
}
