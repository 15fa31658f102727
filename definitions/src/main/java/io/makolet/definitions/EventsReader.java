package io.makolet.definitions;

import io.makolet.domain.event.EventSchema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the shop's own types of event. */
final class EventsReader {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private final Report report;

    EventsReader(Report report) {
        this.report = report;
    }

    /** The types with their places, without those that have problems. */
    Map<YamlNode.Scalar, OwnEventType> read(Keys keys) {
        Map<YamlNode.Scalar, OwnEventType> types = new LinkedHashMap<>();
        YamlNode node = keys.required("types");
        YamlNode.Mapping mapping =
                node == null ? null : Keys.mapping(node, "`types`", "of names and their topics", report);
        if (mapping == null) {
            return types;
        }
        if (mapping.entries().isEmpty()) {
            report.problem(mapping, "`types` is empty, expected at least one event type");
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            read(entry, types);
        }
        return types;
    }

    private void read(YamlNode.Entry entry, Map<YamlNode.Scalar, OwnEventType> types) {
        String name = entry.key().value();
        if (!NAME.matcher(name).matches()) {
            report.problem(
                    entry.key(),
                    "event type " + Wording.quote(name)
                            + ", expected small letters, digits and _, beginning with a letter");
        }
        EventSchema.ofType(name)
                .ifPresent(schema -> report.problem(
                        entry.key(),
                        "event type " + Wording.quote(name) + " is Makolet's own, in " + schema.name()
                                + ", expected another name"));
        Keys keys = Keys.of(entry.value(), "event type " + Wording.quote(name), Language.EVENT_TYPE, report);
        if (keys == null) {
            return;
        }
        String topic = keys.word("topic", Language.OPEN_TOPICS);
        String description = keys.optionalText("description");
        for (EventSchema schema : EventSchema.ALL) {
            if (schema.name().equals(topic)) {
                types.put(entry.key(), new OwnEventType(name, schema, description == null ? "" : description));
            }
        }
    }
}
