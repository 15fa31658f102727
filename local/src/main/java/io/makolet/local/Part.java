package io.makolet.local;

import java.util.Optional;

/** A running part of the system that may die on its own. */
interface Part extends AutoCloseable {

    /** Why it no longer works, in one line; empty while it does. */
    Optional<String> failure();

    @Override
    void close();
}
