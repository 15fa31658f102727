package io.makolet.definitions;

import io.makolet.domain.event.EventSchema;
import io.makolet.domain.expr.Expr;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields that all of some event types have, with one type.
 *
 * @param schemas schema by event type; empty where no type is known, and any field is taken then
 */
record EventScope(Map<String, EventSchema> schemas) implements CelScope {

    @Override
    public Expr.Scope scope() {
        return Expr.Scope.EVENT;
    }

    @Override
    public String otherScope() {
        return "`p` is not known here: which events count can't depend on a profile that changes later;"
                + " put a `cel` beside it with `all`";
    }

    @Override
    public @Nullable ValueType type(String field) {
        if (schemas.isEmpty()) {
            return ValueType.ANY;
        }
        Set<ValueType> types = new LinkedHashSet<>();
        for (EventSchema schema : schemas.values()) {
            int index = schema.indexOf(field);
            if (index < 0) {
                return null;
            }
            types.add(ValueType.of(schema.fields().get(index).type()));
        }
        return types.size() == 1 ? types.iterator().next() : null;
    }

    @Override
    public String missing(String field) {
        return missing(field, names());
    }

    /** Message for a field that is not there; those among {@code wanted} may have been meant. */
    String missing(String field, Set<String> wanted) {
        String lacking = schemas.entrySet().stream()
                .filter(e -> e.getValue().indexOf(field) < 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        if (lacking.isEmpty()) {
            return "field " + Wording.quote(field) + " has another type in each of "
                    + String.join(", ", schemas.keySet());
        }
        return "`" + lacking + "` events have no field " + Wording.quote(field) + Wording.expected(field, wanted);
    }

    @Override
    public Set<String> names() {
        return schemas.values().stream()
                .flatMap(schema -> schema.fields().stream())
                .map(EventSchema.Field::name)
                .filter(name -> type(name) != null)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Names of the fields that are of some types. */
    Set<String> names(Predicate<ValueType> wanted) {
        Set<String> names = names();
        names.removeIf(name -> {
            ValueType type = type(name);
            return type == null || !wanted.test(type);
        });
        return names;
    }

    @Override
    public List<String> values(String field) {
        return List.of();
    }

    /** The fields in each topic that a use of these fields depends on. */
    Set<EventField> fields(Iterable<String> names) {
        Set<EventField> fields = new LinkedHashSet<>();
        for (String name : names) {
            schemas.values().forEach(schema -> fields.add(new EventField(schema.name(), name)));
        }
        return fields;
    }

    static EventScope of(Map<String, EventSchema> schemas) {
        return new EventScope(new LinkedHashMap<>(schemas));
    }

    /** The fields that all event types of some scopes have. */
    static EventScope ofAll(List<EventScope> scopes) {
        Map<String, EventSchema> schemas = new LinkedHashMap<>();
        scopes.forEach(scope -> schemas.putAll(scope.schemas()));
        return of(scopes.stream().allMatch(scope -> !scope.schemas().isEmpty()) ? schemas : Map.of());
    }
}
