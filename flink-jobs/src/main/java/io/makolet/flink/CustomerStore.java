package io.makolet.flink;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The states of those whom a task keeps, by key. Whoever changes a state says so with {@link #changed} before asking for
 * another. Not thread-safe.
 *
 * @param <S> a state
 */
interface CustomerStore<S> {

    /** What is to be done with each customer. */
    interface Visitor<S> {
        /** A customer's state, which may be changed. */
        void visit(String customerId, S state) throws IOException;
    }

    /** The customer's state, or null if nothing is known of them. */
    @Nullable
    S find(String customerId) throws IOException;

    /** The state was changed, or is new. */
    void changed(S state) throws IOException;

    /** Nothing is to be known of the customer. */
    void remove(String customerId);

    /**
     * What was done to the customer's state since the last {@link #changed} is to be as if it had not been.
     *
     * @return false if that can't be, because nobody has the state as it was
     */
    boolean undo(String customerId);

    /** A visit to everybody who is there when it begins, one by one: others may be asked for and changed in between. */
    interface Round<S> extends AutoCloseable {
        /** Visits the next customer; false if there is none left. */
        boolean next(Visitor<S> visitor) throws Exception;

        @Override
        void close();
    }

    /** Begins to visit every customer. */
    Round<S> round() throws Exception;

    /** Visits every customer. */
    default void forEach(Visitor<S> visitor) throws Exception {
        try (Round<S> round = round()) {
            boolean more = true;
            while (more) {
                more = round.next(visitor);
            }
        }
    }

    /** Writes to Flink's state what is not there yet; to be called before each snapshot. */
    void flush() throws IOException;
}
