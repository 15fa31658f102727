package io.makolet.schemas;

import io.makolet.avro.EventMatchNode;
import io.makolet.avro.ExpressionNode;
import io.makolet.domain.expr.Expr;
import io.makolet.domain.segment.Condition.EventMatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which events count, between the wire and the domain. */
final class EventMatchMapping {

    private EventMatchMapping() {}

    static EventMatch toDomain(EventMatchNode node) throws PoisonException {
        return toDomain(node.getEventTypes(), node.getExpression(), node.getText());
    }

    static EventMatch toDomain(List<String> eventTypes, @Nullable ExpressionNode where, @Nullable String text)
            throws PoisonException {
        return new EventMatch(eventTypes, where == null ? null : ExpressionMapping.toDomain(where), text);
    }

    static List<EventMatch> toDomain(List<EventMatchNode> nodes) throws PoisonException {
        List<EventMatch> matches = new ArrayList<>(nodes.size());
        for (EventMatchNode node : nodes) {
            matches.add(toDomain(node));
        }
        return matches;
    }

    static @Nullable EventMatch toDomainOrNull(@Nullable EventMatchNode node) throws PoisonException {
        return node == null ? null : toDomain(node);
    }

    static EventMatchNode toAvro(EventMatch match) {
        return EventMatchNode.newBuilder()
                .setEventTypes(match.eventTypes())
                .setExpression(where(match))
                .setText(match.whereText())
                .build();
    }

    static @Nullable EventMatchNode toAvroOrNull(@Nullable EventMatch match) {
        return match == null ? null : toAvro(match);
    }

    /** The predicate of a match, or null. */
    static @Nullable ExpressionNode where(EventMatch match) {
        Expr where = match.where();
        return where == null ? null : ExpressionMapping.toAvro(where);
    }
}
