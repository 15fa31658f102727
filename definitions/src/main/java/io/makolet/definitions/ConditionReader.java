package io.makolet.definitions;

import io.makolet.domain.expr.Expr;
import io.makolet.domain.expr.FieldUse;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Measure;
import io.makolet.domain.segment.Window;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one definition's condition, and notes what it depends on. */
final class ConditionReader {

    private final Vocabulary vocabulary;
    private final CelExpressions expressions;
    private final Report report;
    private final Set<EventField> eventFields = new LinkedHashSet<>();
    private final Set<String> profileFields = new LinkedHashSet<>();
    private final List<YamlNode.Scalar> references = new ArrayList<>();

    ConditionReader(Vocabulary vocabulary, CelExpressions expressions, Report report) {
        this.vocabulary = vocabulary;
        this.expressions = expressions;
        this.report = report;
    }

    Set<EventField> eventFields() {
        return eventFields;
    }

    Set<String> profileFields() {
        return profileFields;
    }

    /** The ids after {@code in}, where they stand. */
    List<YamlNode.Scalar> references() {
        return references;
    }

    /** The condition, or null if there are problems; {@code operators} are those that may be used. */
    @Nullable
    Condition read(YamlNode node, List<String> operators) {
        YamlNode.Mapping mapping = Keys.mapping(node, "a condition", "with " + Wording.oneOf(operators), report);
        if (mapping == null) {
            return null;
        }
        if (mapping.entries().size() != 1) {
            report.problem(
                    mapping,
                    "a condition has " + mapping.entries().size() + " keys, expected one of " + Wording.oneOf(operators)
                            + "; `all` and `any` join several");
            return null;
        }
        YamlNode.Entry entry = mapping.entries().get(0);
        String operator = entry.key().value();
        if (!operators.contains(operator)) {
            report.problem(entry.key(), unknown(operator, operators));
            return null;
        }
        YamlNode operand = entry.value();
        return switch (operator) {
            case "all" -> joined(operand, operator, operators, Condition.All::new);
            case "any" -> joined(operand, operator, operators, Condition.Any::new);
            case "not" -> not(operand, operators);
            case "in" -> in(operand);
            case "cel" -> cel(operand);
            case "aggregate" -> aggregate(operand);
            case "recency" -> recency(operand);
            default -> throw new IllegalStateException("operator " + operator + " without a reader");
        };
    }

    private static String unknown(String operator, List<String> operators) {
        if (Language.OVER_EVENTS_AND_PROFILE.contains(operator)) {
            return "`" + operator + "` can't stand here, expected " + Wording.oneOf(operators)
                    + ": make it a segment and name that with `in`";
        }
        return "unknown condition " + Wording.quote(operator) + Wording.expected(operator, operators);
    }

    private @Nullable Condition joined(
            YamlNode node, String operator, List<String> operators, Function<List<Condition>, Condition> join) {
        if (!(node instanceof YamlNode.Sequence list)) {
            report.problem(node, "`" + operator + "` is " + node.describe() + ", expected a list of conditions");
            return null;
        }
        if (list.items().isEmpty()) {
            report.problem(node, "`" + operator + "` is an empty list, expected at least one condition");
            return null;
        }
        List<Condition> parts = new ArrayList<>();
        for (YamlNode item : list.items()) {
            Condition part = read(item, operators);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts.size() == list.items().size() ? join.apply(parts) : null;
    }

    private @Nullable Condition not(YamlNode node, List<String> operators) {
        Condition part = read(node, operators);
        return part == null ? null : new Condition.Not(part);
    }

    private @Nullable Condition in(YamlNode node) {
        YamlNode.Scalar id = Keys.text(node, "`in`", report);
        if (id == null) {
            return null;
        }
        references.add(id);
        return new Condition.In(id.value());
    }

    private @Nullable Condition cel(YamlNode node) {
        YamlNode.Scalar text = Keys.text(node, "`cel`", report);
        Expr expression = text == null ? null : expressions.predicate(text, vocabulary.profile(), report);
        if (text == null || expression == null) {
            return null;
        }
        profileFields.addAll(FieldUse.of(expression, Expr.Scope.PROFILE));
        return new Condition.Cel(expression, text.value().strip());
    }

    private @Nullable Condition aggregate(YamlNode node) {
        int before = report.size();
        Keys keys = Keys.of(node, "`aggregate`", Language.AGGREGATE, report);
        if (keys == null) {
            return null;
        }
        List<YamlNode.Scalar> types = keys.texts(keys.required("event"), "event");
        EventScope scope = vocabulary.scopeOf(types, report);
        String function = keys.word("fn", Language.FUNCTIONS);
        String of = of(keys, function, scope);
        Where where = where(keys, scope);
        Window window = window(keys);
        Comparison comparison = threshold(keys, function);
        if (report.size() > before || function == null || comparison == null) {
            return null;
        }
        return new Condition.Aggregate(
                new Measure(
                        new AggregateSpec(match(types, where), of, window, null),
                        Condition.Function.valueOf(function.toUpperCase(Locale.ROOT))),
                comparison);
    }

    private @Nullable String of(Keys keys, @Nullable String function, EventScope scope) {
        YamlNode node = keys.optional("of");
        if (function == null) {
            return null;
        }
        if (function.equals("count")) {
            if (node != null) {
                report.problem(node, "`of` beside `fn: count`, expected no `of`: events themselves are counted");
            }
            return null;
        }
        if (node == null) {
            report.problem(
                    keys.start(), "`fn: " + function + "` without `of`, expected the field to take of each event");
            return null;
        }
        YamlNode.Scalar field = keys.text(node, "of");
        if (field == null) {
            return null;
        }
        if (field.value().equals("time") && !function.equals("sum")) {
            report.problem(
                    field,
                    "`of: time`, expected a `recency` condition: it compares the age of the " + function + " event");
            return null;
        }
        ValueType type = scope.type(field.value());
        if (type == null) {
            report.problem(field, scope.missing(field.value(), scope.numbers()));
        } else if (type != ValueType.ANY && !type.isNumeric()) {
            report.problem(
                    field, "field " + Wording.quote(field.value()) + " is " + type.words() + ", expected a number");
        }
        eventFields.addAll(scope.fields(List.of(field.value())));
        return field.value();
    }

    /** The predicate over events and its text; both null where there is none. */
    private record Where(
            @Nullable Expr expression, @Nullable String text) {}

    private Where where(Keys keys, EventScope scope) {
        YamlNode.Scalar text = keys.text(keys.optional("where"), "where");
        Expr expression = text == null ? null : expressions.predicate(text, scope, report);
        if (text == null || expression == null) {
            return new Where(null, null);
        }
        eventFields.addAll(scope.fields(FieldUse.of(expression, Expr.Scope.EVENT)));
        return new Where(expression, text.value().strip());
    }

    private Window window(Keys keys) {
        YamlNode.Scalar over = keys.scalar(keys.optional("over"), "over", "a span such as 90d, or lifetime");
        if (over == null || over.value().equals("lifetime")) {
            return Window.LIFETIME;
        }
        if (Wording.nearest(over.value(), List.of("lifetime")).isPresent()) {
            report.problem(over, "unknown span " + Wording.quote(over.value()) + "; did you mean `lifetime`?");
            return Window.LIFETIME;
        }
        Long millis = report.parse(over, 0, over.value(), Quantities::millis);
        return millis == null ? Window.LIFETIME : new Window.Sliding(millis);
    }

    private @Nullable Comparison threshold(Keys keys, @Nullable String function) {
        return comparison(keys, ">= 2", operand -> {
            long micros = Quantities.micros(operand);
            boolean fraction = "count".equals(function) && micros % 1_000_000 != 0;
            if (fraction) {
                throw new Quantities.Malformed(Wording.quote(operand) + " is no count, expected a whole number");
            }
            return micros;
        });
    }

    private @Nullable Condition recency(YamlNode node) {
        int before = report.size();
        Keys keys = Keys.of(node, "`recency`", Language.RECENCY, report);
        if (keys == null) {
            return null;
        }
        List<YamlNode.Scalar> types = keys.texts(keys.required("event"), "event");
        EventScope scope = vocabulary.scopeOf(types, report);
        String of = keys.optional("of") == null ? "last" : keys.word("of", Language.RECENCY_OF);
        Where where = where(keys, scope);
        Comparison comparison = comparison(keys, ">= 90d", Quantities::millis);
        if (report.size() > before || of == null || comparison == null) {
            return null;
        }
        AggregateSpec spec = new AggregateSpec(match(types, where), null, Window.LIFETIME, null);
        return new Condition.Recency(spec, of.equals("first"), comparison);
    }

    private @Nullable Comparison comparison(Keys keys, String example, Report.Parser<Long> operand) {
        YamlNode.Scalar is =
                keys.scalar(keys.required("is"), "is", "a comparison in quotes such as \"" + example + "\"");
        Quantities.Against against =
                is == null ? null : report.parse(is, 0, is.value(), text -> Quantities.comparison(text, example));
        if (is == null || against == null) {
            return null;
        }
        Long threshold = report.parse(is, against.index(), against.operand(), operand);
        return threshold == null ? null : new Comparison(against.op(), threshold);
    }

    private static EventMatch match(List<YamlNode.Scalar> types, Where where) {
        return new EventMatch(values(types), where.expression(), where.text());
    }

    private static List<String> values(List<YamlNode.Scalar> scalars) {
        return scalars.stream().map(YamlNode.Scalar::value).toList();
    }
}
