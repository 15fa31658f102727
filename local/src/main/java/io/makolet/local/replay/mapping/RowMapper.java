package io.makolet.local.replay.mapping;

import io.makolet.domain.event.Event;
import io.makolet.domain.event.FieldType;
import io.makolet.domain.profile.ProfileChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A mapping bound to the columns of a file. Pure: the same row always gives the same events. */
final class RowMapper {

    private final Mapping mapping;
    private final Map<String, Integer> columns = new HashMap<>();

    /**
     * @param file name of the file, for messages
     * @throws MappingException if the mapping names a column that the file has not
     */
    RowMapper(String file, Mapping mapping, List<String> columnsOfRows) {
        this.mapping = mapping;
        for (int i = 0; i < columnsOfRows.size(); i++) {
            columns.put(columnsOfRows.get(i), i);
        }
        checkColumns(file, mapping, columns.keySet());
    }

    static void checkColumns(String file, Mapping mapping, Set<String> known) {
        List<String> unknown = mapping.columns().stream()
                .filter(column -> !known.contains(column) && !mapping.optional().contains(column))
                .toList();
        if (!unknown.isEmpty()) {
            throw new MappingException(file + " has no column "
                    + unknown.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "))
                    + ", its columns are " + known.stream().sorted().collect(Collectors.joining(", ")));
        }
    }

    /** Time of a row, milliseconds UTC. */
    long time(List<@Nullable String> row) throws BrokenRowException {
        Mapping.TimeColumn time = mapping.time();
        return Texts.time(time.column(), required(row, time.column()), time.format());
    }

    /** Events of a row; none where the filters drop it. */
    List<MappedEvent> map(List<@Nullable String> row) throws BrokenRowException {
        if (!accepted(row, mapping.only())) {
            return List.of();
        }
        List<MappedEvent> events = new ArrayList<>(mapping.events().size());
        for (EventRule rule : mapping.events()) {
            if (accepted(row, rule.only())) {
                Event event = event(row, rule);
                for (MappedEvent other : events) {
                    if (other.event().id().equals(event.id())) {
                        throw new BrokenRowException(
                                null,
                                event.id(),
                                "a different event id for each event of the row (see id in the mapping)");
                    }
                }
                events.add(new MappedEvent(event, rule));
            }
        }
        return events;
    }

    private Event event(List<@Nullable String> row, EventRule rule) throws BrokenRowException {
        @Nullable Object[] values = new Object[rule.schema().fields().size()];
        boolean amounts = false;
        for (EventRule.Field field : rule.fields()) {
            String text = text(row, field.cell());
            if (text != null) {
                values[field.index()] = Texts.value(column(field.cell()), text, field);
                amounts |= field.type() == FieldType.MONEY;
            } else if (field.required()) {
                throw new BrokenRowException(column(field.cell()), "", "a value");
            }
        }
        if (amounts && rule.currency() != null) {
            values[rule.schema().indexOf("currency")] = currency(row, rule.currency());
        }
        List<Event.Line> lines = lines(row, rule.lines());
        if (!lines.isEmpty()) {
            values[rule.schema().indexOf("product_ids")] =
                    lines.stream().map(Event.Line::productId).toList();
        }
        Map<String, String> properties = new HashMap<>();
        for (Map.Entry<String, Cell> property : rule.properties().entrySet()) {
            String text = text(row, property.getValue());
            if (text != null) {
                properties.put(property.getKey(), text);
            }
        }
        List<ProfileChange> changes = new ArrayList<>();
        for (ProfileRule profile : rule.profile()) {
            ProfileChange change = ProfileCells.change(this, row, profile);
            if (change != null) {
                changes.add(change);
            }
        }
        String type = text(row, rule.type());
        if (type == null) {
            throw new BrokenRowException(column(rule.type()), "", "an event type");
        }
        return new Event(
                id(row, rule.id()),
                required(row, mapping.customer()),
                type,
                time(row),
                rule.schema(),
                values,
                properties,
                lines,
                changes,
                rule.consent());
    }

    private List<Event.Line> lines(List<@Nullable String> row, EventRule.@Nullable Lines rule)
            throws BrokenRowException {
        String text = rule == null ? null : raw(row, rule.column());
        if (rule == null || text == null) {
            return List.of();
        }
        List<Event.Line> lines = new ArrayList<>();
        for (String line : Texts.texts(text, rule.separator())) {
            int colon = line.lastIndexOf(':');
            if (colon < 1) {
                throw new BrokenRowException(rule.column(), line, "a product and its amount such as P-1:12.50");
            }
            long amount = Texts.micros(rule.column(), line.substring(colon + 1), rule.scale());
            lines.add(new Event.Line(line.substring(0, colon), null, 1, amount));
        }
        return lines;
    }

    private String id(List<@Nullable String> row, IdTemplate template) throws BrokenRowException {
        StringBuilder id = new StringBuilder(template.literals().get(0));
        for (int i = 0; i < template.columns().size(); i++) {
            id.append(required(row, template.columns().get(i)))
                    .append(template.literals().get(i + 1));
        }
        return id.toString();
    }

    private String currency(List<@Nullable String> row, Cell cell) throws BrokenRowException {
        String text = text(row, cell);
        if (text == null || !EventRuleReader.CURRENCY.matcher(text).matches()) {
            throw new BrokenRowException(column(cell), text, "a currency such as GBP");
        }
        return text;
    }

    private boolean accepted(List<@Nullable String> row, List<RowFilter> filters) {
        for (RowFilter filter : filters) {
            if (!filter.accepts(raw(row, filter.column()))) {
                return false;
            }
        }
        return true;
    }

    /** The text that a cell gives for a row; null where the row says nothing. */
    @Nullable
    String text(List<@Nullable String> row, Cell cell) throws BrokenRowException {
        if (!(cell instanceof Cell.Column column)) {
            return ((Cell.Constant) cell).value();
        }
        String text = part(raw(row, column.name()), column);
        if (text == null || column.values().isEmpty()) {
            return text;
        }
        String meaning = column.values().get(text);
        if (meaning == null) {
            throw new BrokenRowException(
                    column.name(),
                    text,
                    "one of " + column.values().keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        return meaning;
    }

    private static @Nullable String part(@Nullable String text, Cell.Column column) throws BrokenRowException {
        if (text == null || column.part() == null) {
            return text;
        }
        String part = column.part().of(text);
        if (part == null) {
            throw new BrokenRowException(
                    column.name(), text, "a text with '" + column.part().separator() + "' in it");
        }
        return part.isEmpty() ? null : part;
    }

    static @Nullable String column(Cell cell) {
        return cell instanceof Cell.Column column ? column.name() : null;
    }

    private String required(List<@Nullable String> row, String column) throws BrokenRowException {
        String text = raw(row, column);
        if (text == null) {
            throw new BrokenRowException(column, "", "a value");
        }
        return text;
    }

    private @Nullable String raw(List<@Nullable String> row, String column) {
        Integer index = columns.get(column);
        return index == null ? null : row.get(index);
    }
}
