package io.makolet.definitions;

import io.makolet.domain.event.EventSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the shop's own types of event. */
final class EventsReader {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private final Report report;

    EventsReader(Report report) {
        this.report = report;
    }

    /** A declared type and where it stands; the type is null if its topic is not known. */
    record Declared(YamlNode.Scalar name, @Nullable OwnEventType type) {}

    List<Declared> read(Keys keys) {
        YamlNode node = keys.required("types");
        YamlNode.Mapping mapping =
                node == null ? null : Keys.mapping(node, "`types`", "of names and their topics", report);
        if (mapping == null) {
            return List.of();
        }
        if (mapping.entries().isEmpty()) {
            report.problem(mapping, "`types` is empty, expected at least one event type");
        }
        List<Declared> types = new ArrayList<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            types.add(new Declared(entry.key(), type(entry)));
        }
        return types;
    }

    private @Nullable OwnEventType type(YamlNode.Entry entry) {
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
            return null;
        }
        String topic = keys.word("topic", Language.OPEN_TOPICS);
        String description = Objects.requireNonNullElse(keys.optionalText("description"), "");
        return EventSchema.ALL.stream()
                .filter(schema -> schema.name().equals(topic))
                .findFirst()
                .map(schema -> new OwnEventType(name, schema, description))
                .orElse(null);
    }
}
