package io.makolet.local.replay.mapping;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a value comes from. */
public sealed interface Cell {

    /**
     * A column of the row.
     *
     * @param part the part of the column's text that counts, or null: all of it
     * @param values what the texts stand for; empty: they are taken as they are. A text that is not among
     *     them breaks the row.
     */
    record Column(String name, @Nullable Part part, Map<String, String> values) implements Cell {
        public Column {
            values = Map.copyOf(values);
        }
    }

    /** What stands before or after the first separator of a text. */
    record Part(boolean after, String separator) {

        /** The part of a text; null where the text has no separator. */
        @Nullable
        String of(String text) {
            int index = text.indexOf(separator);
            if (index < 0) {
                return null;
            }
            return after ? text.substring(index + separator.length()) : text.substring(0, index);
        }
    }

    /** The same in every row. */
    record Constant(String value) implements Cell {}
}
