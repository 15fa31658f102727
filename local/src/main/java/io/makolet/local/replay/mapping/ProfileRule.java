package io.makolet.local.replay.mapping;

import io.makolet.domain.profile.ProfileFieldType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the value of one profile field of a row. A row without a value leaves the field as it is.
 *
 * @param cells one; for a place its latitude, longitude and, where given, label
 * @param separator between the values of a multi-choice; empty for other types
 * @param max best answer of a rating; 0 for other types
 * @param date how a date is written; null for other types
 */
public record ProfileRule(
        String field,
        ProfileFieldType type,
        List<Cell> cells,
        String separator,
        int max,
        @Nullable TimeFormat date) {

    public ProfileRule {
        cells = List.copyOf(cells);
    }
}
