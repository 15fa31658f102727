package io.makolet.local.replay.mapping;

import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.profile.ProfileValue;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes profile values of a row's texts. */
final class ProfileCells {

    private ProfileCells() {}

    /** The change that a row brings; null where it has no value for the field. */
    static @Nullable ProfileChange change(RowMapper mapper, List<@Nullable String> row, ProfileRule rule)
            throws BrokenRowException {
        Cell cell = rule.cells().get(0);
        String text = mapper.text(row, cell);
        if (text == null) {
            return null;
        }
        String column = RowMapper.column(cell);
        return new ProfileChange(
                rule.field(),
                switch (rule.type()) {
                    case BOOL -> new ProfileValue.Bool(Texts.bool(column, text));
                    case CHOICE -> new ProfileValue.Choice(text);
                    case MULTI_CHOICE -> new ProfileValue.MultiChoice(Texts.texts(text, rule.separator()));
                    case TEXT -> new ProfileValue.Text(text);
                    case NUMBER -> new ProfileValue.Numeric(Texts.number(column, text));
                    case DATE -> new ProfileValue.Date(day(column, text, rule));
                    case RATING -> rating(column, text, rule.max());
                    case PLACE -> place(mapper, row, rule, text);
                });
    }

    private static LocalDate day(@Nullable String column, String text, ProfileRule rule) throws BrokenRowException {
        TimeFormat format = rule.date() == null ? TimeFormat.iso() : rule.date();
        try {
            return format.parseDay(text);
        } catch (IllegalArgumentException e) {
            throw new BrokenRowException(column, text, format.expected());
        }
    }

    private static ProfileValue rating(@Nullable String column, String text, int max) throws BrokenRowException {
        long value = Texts.whole(column, text);
        if (value < 1 || value > max) {
            throw new BrokenRowException(column, text, "a rating from 1 to " + max);
        }
        return new ProfileValue.Rating((int) value, max);
    }

    private static ProfileValue place(
            RowMapper mapper, List<@Nullable String> row, ProfileRule rule, String latitudeText)
            throws BrokenRowException {
        Cell longitudeCell = rule.cells().get(1);
        String longitudeText = mapper.text(row, longitudeCell);
        double latitude = degrees(RowMapper.column(rule.cells().get(0)), latitudeText, 90);
        double longitude = degrees(RowMapper.column(longitudeCell), longitudeText == null ? "" : longitudeText, 180);
        String label = rule.cells().size() > 2 ? mapper.text(row, rule.cells().get(2)) : null;
        return new ProfileValue.Place(latitude, longitude, label);
    }

    private static double degrees(@Nullable String column, String text, int limit) throws BrokenRowException {
        double degrees = Texts.number(column, text);
        if (Math.abs(degrees) > limit) {
            throw new BrokenRowException(column, text, "degrees from -" + limit + " to " + limit);
        }
        return degrees;
    }
}
