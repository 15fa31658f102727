package io.makolet.domain.segment;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one customer for the aggregates, or the sequences, of a plan, by their id.
 *
 * @param <T> what is kept for one
 */
public interface Store<T> {

    /** What is kept under an id, to be changed in place; null for nothing. */
    @Nullable
    T get(long id);

    /** Keeps something under an id from now on. */
    void put(long id, T value);

    /** Keeps nothing under an id any more. */
    void remove(long id);

    /** Tells each id under which something is kept, in order. */
    void forEachId(LongConsumer consumer);
}
