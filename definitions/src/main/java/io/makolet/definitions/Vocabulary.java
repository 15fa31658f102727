package io.makolet.definitions;

import io.makolet.domain.event.EventSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words that conditions may use.
 *
 * @param ownTypes the shop's own event types by name
 * @param brokenTypes names of own event types whose declaration has a problem of its own
 * @param profile declared profile fields
 * @param branches the shop's branches
 * @param cutPoints the published cut points
 * @param feed which products go with others
 * @param lists reads lists of customers
 * @param thisYear the one it is, of the Gregorian calendar
 * @param open can there be further words, because a file could not be read? Then nothing is called unknown.
 */
record Vocabulary(
        Map<String, OwnEventType> ownTypes,
        Set<String> brokenTypes,
        ProfileScope profile,
        BranchScope branches,
        CutPointsScope cutPoints,
        ProductFeed feed,
        ListFiles lists,
        int thisYear,
        boolean open) {

    /** The same with published cut points, which are made of the other words. */
    Vocabulary with(CutPointsScope published) {
        return new Vocabulary(ownTypes, brokenTypes, profile, branches, published, feed, lists, thisYear, open);
    }

    Optional<EventSchema> schemaOf(String eventType) {
        return EventSchema.ofType(eventType)
                .or(() -> Optional.ofNullable(ownTypes.get(eventType)).map(OwnEventType::schema));
    }

    List<String> eventTypes() {
        List<String> types = new ArrayList<>();
        EventSchema.ALL.forEach(schema -> types.addAll(schema.types()));
        types.addAll(ownTypes.keySet());
        return types;
    }

    /** The fields of some event types; types without a schema are reported. */
    EventScope scopeOf(List<YamlNode.Scalar> types, Report report) {
        Map<String, EventSchema> schemas = new LinkedHashMap<>();
        boolean allKnown = true;
        for (YamlNode.Scalar type : types) {
            Optional<EventSchema> schema = schemaOf(type.value());
            allKnown &= schema.isPresent();
            if (schema.isPresent()) {
                schemas.put(type.value(), schema.get());
            } else if (!open && !brokenTypes.contains(type.value())) {
                report.problem(
                        type,
                        "unknown event type " + Wording.quote(type.value())
                                + Wording.nearest(type.value(), eventTypes())
                                        .map(near -> "; did you mean `" + near + "`?")
                                        .orElse(
                                                ", expected one of Makolet's own or one declared in a document of kind Events"));
            }
        }
        return EventScope.of(allKnown ? schemas : Map.of());
    }
}
