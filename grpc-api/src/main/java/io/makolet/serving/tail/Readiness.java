package io.makolet.serving.tail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** May callers be answered, and does everything go well? Thread safe. */
public final class Readiness {

    /** How things stand. */
    public enum Phase {
        /** Not all that was in the log at start is here: nobody is answered. */
        LOADING,
        /** All is here. */
        READY,
        /** The broker could not be reached since start: answers come from what an earlier run left, and are stale. */
        OFFLINE,
        /** Nothing new can be taken in: answers come from what is here. */
        STUCK;

        /** Are callers answered? */
        public boolean answers() {
            return this != LOADING;
        }

        /** Should new callers be sent here? */
        public boolean ready() {
            return this == READY || this == OFFLINE;
        }
    }

    /**
     * A phase and, for people, why it is not {@link Phase#READY}; empty if it is.
     */
    public record State(Phase phase, String reason) {}

    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

    private final List<Consumer<State>> listeners = new ArrayList<>();
    private boolean loaded;
    private boolean offline;
    private Optional<String> trouble = Optional.empty();
    private String loading = "the log is being read";
    private volatile State state = new State(Phase.LOADING, loading);

    /** How things stand now. */
    public State state() {
        return state;
    }

    /** Calls a listener with the state as it is now, and with each new one. */
    public synchronized void onChange(Consumer<State> listener) {
        listeners.add(listener);
        listener.accept(state);
    }

    /** What is here is of no use: it is read again from the start. */
    synchronized void reload(String why) {
        loaded = false;
        offline = false;
        loading = why;
        change();
    }

    /** All that was in the log when we last looked at its end is here, and written. */
    synchronized void caughtUp() {
        loaded = true;
        offline = false;
        trouble = Optional.empty();
        change();
    }

    /** The broker can't be reached, and an earlier run had read the whole log. */
    synchronized void offline(String why) {
        if (!loaded) {
            offline = true;
            loading = why;
            change();
        }
    }

    /** Nothing new can be taken in, until we catch up again. */
    synchronized void stuck(String why) {
        trouble = Optional.of(why);
        change();
    }

    private void change() {
        State next;
        if (!loaded && !offline) {
            next = new State(Phase.LOADING, trouble.map(t -> loading + "; " + t).orElse(loading));
        } else if (trouble.isPresent()) {
            next = new State(Phase.STUCK, trouble.get());
        } else {
            next = offline ? new State(Phase.OFFLINE, loading) : new State(Phase.READY, "");
        }
        if (!next.equals(state)) {
            state = next;
            LOG.info("{}{}", next.phase(), next.reason().isEmpty() ? "" : ": " + next.reason());
            listeners.forEach(listener -> listener.accept(next));
        }
    }
}
