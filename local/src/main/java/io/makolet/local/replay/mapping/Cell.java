package io.makolet.local.replay.mapping;

import java.util.Map;

/** Where a value comes from. */
public sealed interface Cell {

    /**
     * A column of the row.
     *
     * @param values what the column's texts stand for; empty: they are taken as they are. A text that is not among
     *     them breaks the row.
     */
    record Column(String name, Map<String, String> values) implements Cell {
        public Column {
            values = Map.copyOf(values);
        }
    }

    /** The same in every row. */
    record Constant(String value) implements Cell {}
}
