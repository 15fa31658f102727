package io.makolet.schemas;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.definition.Definition.Status;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.event.FieldType;
import io.makolet.domain.expr.Expr;
import io.makolet.domain.expr.FieldUse;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
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
                        ? specs(body.segment().when())
                        : Stream.empty())
                .flatMap(LiveField::of)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Stream<LiveField> of(AggregateSpec spec) {
        Stream<String> where =
                spec.where() == null ? Stream.empty() : FieldUse.of(spec.where(), Expr.Scope.EVENT).stream();
        List<String> fields =
                Stream.concat(Stream.ofNullable(spec.of()), where).distinct().toList();
        return spec.eventTypes().stream()
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

    private static Stream<AggregateSpec> specs(Condition condition) {
        if (condition instanceof Condition.All all) {
            return all.parts().stream().flatMap(LiveField::specs);
        }
        if (condition instanceof Condition.Any any) {
            return any.parts().stream().flatMap(LiveField::specs);
        }
        if (condition instanceof Condition.Not not) {
            return specs(not.part());
        }
        if (condition instanceof Condition.Aggregate aggregate) {
            return Stream.of(aggregate.spec());
        }
        return condition instanceof Condition.Recency recency ? Stream.of(recency.spec()) : Stream.empty();
    }
}
