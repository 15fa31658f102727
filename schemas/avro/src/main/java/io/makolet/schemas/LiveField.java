package io.makolet.schemas;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.definition.Definition.Status;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.event.FieldType;
import io.makolet.domain.expr.Expr;
import io.makolet.domain.expr.FieldUse;
import io.makolet.domain.segment.Condition.EventUse;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An event's field that a definition in force relies on.
 *
 * @param topic topic of the events
 * @param field name of the field as expressions know it
 * @param type type it must have
 */
public record LiveField(Topic topic, String field, FieldType type) {

    /** The event fields that definitions rely on; retired definitions rely on none. */
    public static Set<LiveField> of(Collection<Definition> definitions) {
        return definitions.stream()
                .filter(definition -> definition.status() != Status.RETIRED)
                .flatMap(definition -> definition.body() instanceof SegmentBody body
                        ? body.segment().when().all().flatMap(condition -> condition.uses().stream())
                        : Stream.empty())
                .flatMap(LiveField::of)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Stream<LiveField> of(EventUse use) {
        Expr predicate = use.match().where();
        Stream<String> where = predicate == null ? Stream.empty() : FieldUse.of(predicate, Expr.Scope.EVENT).stream();
        List<String> fields =
                Stream.concat(Stream.ofNullable(use.field()), where).distinct().toList();
        return use.match().eventTypes().stream()
                .flatMap(LiveField::schemasOf)
                .flatMap(schema -> fields.stream()
                        .filter(field -> schema.indexOf(field) >= 0)
                        .map(field -> new LiveField(
                                topicOf(schema),
                                field,
                                schema.fields().get(schema.indexOf(field)).type())));
    }

    /** A shop's own event type may come in any topic. */
    private static Stream<EventSchema> schemasOf(String eventType) {
        return EventSchema.ofType(eventType).map(Stream::of).orElseGet(EventSchema.ALL::stream);
    }

    private static Topic topicOf(EventSchema schema) {
        return Topic.named("makolet." + schema.name()).orElseThrow();
    }
}
