package io.makolet.local.replay;

import java.util.Set;

/**
 * What was appended to the event topics after some position.
 *
 * @param ids of the events
 * @param latestMillis latest time of any of them, milliseconds UTC; {@link Long#MIN_VALUE} if there are none
 */
public record Appended(Set<String> ids, long latestMillis) {

    /** No event. */
    public static final Appended NOTHING = new Appended(Set.of(), Long.MIN_VALUE);

    public Appended {
        ids = Set.copyOf(ids);
    }
}
