package io.makolet.definitions;

import io.makolet.domain.expr.Expr;
import io.makolet.domain.expr.FieldUse;
import io.makolet.domain.segment.Condition.EventMatch;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads which events count and what is taken of them, and notes the fields that depends on. */
final class MatchReader {

    private final Vocabulary vocabulary;
    private final CelExpressions expressions;
    private final Report report;
    private final Set<EventField> fields = new LinkedHashSet<>();

    MatchReader(Vocabulary vocabulary, CelExpressions expressions, Report report) {
        this.vocabulary = vocabulary;
        this.expressions = expressions;
        this.report = report;
    }

    /**
     * Events that count.
     *
     * @param events null if there are problems
     * @param scope the fields they all have, as far as they are known
     */
    record Match(@Nullable EventMatch events, EventScope scope) {}

    /** Fields of events that were used so far. */
    Set<EventField> fields() {
        return fields;
    }

    /** The keys {@code event} and {@code where}. */
    Match read(Keys keys) {
        int before = report.size();
        List<YamlNode.Scalar> types = keys.texts(keys.required("event"), "event");
        EventScope scope = vocabulary.scopeOf(types, report);
        YamlNode.Scalar text = keys.text(keys.optional("where"), "where");
        Expr where = text == null ? null : expressions.predicate(text, scope, report);
        if (where != null) {
            fields.addAll(scope.fields(FieldUse.of(where, Expr.Scope.EVENT)));
        }
        return match(types, where, text == null ? null : text.value().strip(), scope, before);
    }

    /** An event type, a list of types that all count, or a mapping with {@code event} and {@code where}. */
    Match read(YamlNode node, String what) {
        if (node instanceof YamlNode.Mapping) {
            Keys keys = Keys.of(node, what, Language.EVENTS_THAT, report);
            return keys == null ? new Match(null, EventScope.of(Map.of())) : read(keys);
        }
        int before = report.size();
        List<YamlNode.Scalar> types = Keys.texts(node, what, report);
        return match(types, null, null, vocabulary.scopeOf(types, report), before);
    }

    private Match match(
            List<YamlNode.Scalar> types, @Nullable Expr where, @Nullable String text, EventScope scope, int before) {
        boolean whole = report.size() == before && !types.isEmpty();
        return new Match(
                whole
                        ? new EventMatch(
                                types.stream().map(YamlNode.Scalar::value).toList(), where, text)
                        : null,
                scope);
    }

    /** Name of a field that all events of a scope have, of a type that is wanted; what is wrong with it is reported. */
    String field(YamlNode.Scalar field, EventScope scope, Predicate<ValueType> wanted, String expected) {
        ValueType type = scope.type(field.value());
        if (type == null) {
            report.problem(field, scope.missing(field.value(), scope.names(wanted)));
        } else if (type != ValueType.ANY && !wanted.test(type)) {
            report.problem(
                    field, "field " + Wording.quote(field.value()) + " is " + type.words() + ", expected " + expected);
        }
        fields.addAll(scope.fields(List.of(field.value())));
        return field.value();
    }
}
