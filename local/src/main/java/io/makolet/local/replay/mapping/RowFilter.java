package io.makolet.local.replay.mapping;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one column of a row.
 *
 * @param negated true: the column must hold none of the values
 * @param values texts compared byte for byte; the empty text is a missing value
 */
public record RowFilter(String column, boolean negated, Set<String> values) {

    public RowFilter {
        values = Set.copyOf(values);
    }

    boolean accepts(@Nullable String value) {
        return values.contains(value == null ? "" : value) != negated;
    }
}
