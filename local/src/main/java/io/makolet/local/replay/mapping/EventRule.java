package io.makolet.local.replay.mapping;

import io.makolet.domain.event.EventSchema;
import io.makolet.domain.event.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes one event of a row.
 *
 * @param schema topic and fields
 * @param only rows that become such an event; all conditions must hold
 * @param type type of the event
 * @param currency of all amounts of the event; null where it has none
 * @param fields fields of the schema
 * @param lines of an order; null where the file tells of none
 * @param properties further properties by name
 * @param profile profile fields, for a profile event
 * @param consent consent by purpose that a row implies
 * @param whenChanged true: sent just when the profile fields differ from those last sent for the customer
 */
public record EventRule(
        EventSchema schema,
        List<RowFilter> only,
        IdTemplate id,
        Cell type,
        @Nullable Cell currency,
        List<Field> fields,
        @Nullable Lines lines,
        Map<String, Cell> properties,
        List<ProfileRule> profile,
        Map<String, Boolean> consent,
        boolean whenChanged) {

    /**
     * A field of the event.
     *
     * @param index position in the schema
     * @param scale decimal digits that are not written: 3 where the column counts thousandths
     * @param separator between the elements of a list; empty for other types
     * @param time how a time is written; null for other types
     */
    public record Field(
            String name,
            int index,
            FieldType type,
            boolean required,
            Cell cell,
            int scale,
            String separator,
            @Nullable TimeFormat time) {}

    /**
     * The lines of an order in one column, each a product, a colon and what the customer pays for it.
     *
     * @param scale decimal digits of the amounts that are not written
     */
    public record Lines(String column, String separator, int scale) {}

    public EventRule {
        only = List.copyOf(only);
        fields = List.copyOf(fields);
        properties = Map.copyOf(properties);
        profile = List.copyOf(profile);
        consent = Map.copyOf(consent);
    }

    List<String> columns() {
        List<String> columns = new ArrayList<>(id.columns());
        only.forEach(filter -> columns.add(filter.column()));
        Stream.ofNullable(lines).map(Lines::column).forEach(columns::add);
        Stream.of(
                        Stream.of(type),
                        Stream.ofNullable(currency),
                        fields.stream().map(Field::cell),
                        properties.values().stream(),
                        profile.stream().flatMap(rule -> rule.cells().stream()))
                .flatMap(cells -> cells)
                .map(cell -> cell instanceof Cell.Column column ? column.name() : null)
                .filter(Objects::nonNull)
                .forEach(columns::add);
        return columns;
    }
}
