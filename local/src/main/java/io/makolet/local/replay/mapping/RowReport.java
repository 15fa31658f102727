package io.makolet.local.replay.mapping;

/** Hears what became of the rows of a file. */
public interface RowReport {

    /** A row was read. */
    default void row() {}

    /** The filters dropped a row. */
    default void filtered() {}

    /** A row is broken. */
    void broken(BrokenRow row);
}
