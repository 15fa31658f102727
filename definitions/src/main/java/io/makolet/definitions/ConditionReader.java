package io.makolet.definitions;

import io.makolet.domain.expr.Expr;
import io.makolet.domain.segment.Condition;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one definition's condition, and notes what it depends on. */
final class ConditionReader {

    private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]*");

    private final Vocabulary vocabulary;
    private final CelExpressions expressions;
    private final Report report;
    private final Places places;
    private final MatchReader matches;
    private final AggregateReader aggregates;
    private final ReplenishReader replenishments;
    private final SequenceReader sequences;
    private final PersonReader persons;
    private final SeasonReader seasons;
    private final PercentileReader percentiles;
    private final RfmReader scores;
    private final Set<String> profileFields = new LinkedHashSet<>();
    private final List<YamlNode.Scalar> references = new ArrayList<>();
    private final List<Expansion> expansions = new ArrayList<>();

    ConditionReader(Vocabulary vocabulary, CelExpressions expressions, Report report) {
        this(vocabulary, expressions, report, new Places());
    }

    private ConditionReader(Vocabulary vocabulary, CelExpressions expressions, Report report, Places places) {
        this.places = places;
        this.vocabulary = vocabulary;
        this.expressions = expressions;
        this.report = report;
        this.matches = new MatchReader(vocabulary, expressions, report);
        this.aggregates = new AggregateReader(matches, report);
        this.replenishments = new ReplenishReader(matches, report);
        this.sequences = new SequenceReader(matches, report);
        this.persons = new PersonReader(vocabulary.profile(), vocabulary.branches(), report);
        this.seasons = new SeasonReader(vocabulary.thisYear(), report);
        this.percentiles = new PercentileReader(vocabulary.cutPoints(), matches.fields(), report);
        this.scores = new RfmReader(vocabulary.cutPoints(), matches.fields(), report);
    }

    Set<EventField> eventFields() {
        return matches.fields();
    }

    Set<String> profileFields() {
        return profileFields;
    }

    /** The ids after {@code in}, where they stand. */
    List<YamlNode.Scalar> references() {
        return references;
    }

    /** Where the conditions stand. */
    Places places() {
        return places;
    }

    /** The macros in it, and what they stand for. */
    List<Expansion> expansions() {
        return expansions;
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
        Macro macro = takesMacros(operators) ? Macros.named(operator) : null;
        if (macro != null) {
            return expand(macro, entry);
        }
        if (!operators.contains(operator)) {
            report.problem(entry.key(), unknown(operator, operators));
            return null;
        }
        YamlNode operand = entry.value();
        Condition condition = switch (operator) {
            case "all" -> joined(operand, operator, operators, Condition.All::new);
            case "any" -> joined(operand, operator, operators, Condition.Any::new);
            case "at_least" -> atLeast(operand, operators);
            case "not" -> not(operand, operators);
            case "in" -> in(operand);
            case "cel" -> cel(operand);
            case "aggregate" -> aggregates.aggregate(operand);
            case "ratio" -> aggregates.ratio(operand);
            case "recency" -> aggregates.recency(operand);
            case "replenish" -> replenishments.replenish(operand);
            case "gap" -> replenishments.gap(operand);
            case "top" -> new TopReader(matches, report).top(operand);
            case "sequence" -> sequences.sequence(operand);
            case "anniversary" -> ofPerson(persons.anniversary(operand));
            case "season" -> seasons.season(operand);
            case "sample" -> persons.sample(operand);
            case "list" -> new ListReader(vocabulary.lists(), report).list(operand);
            case "near" -> ofPerson(persons.near(operand));
            case "nearest_branch" -> ofPerson(persons.nearestBranch(operand));
            case "percentile" -> percentiles.percentile(operand);
            case "rfm" -> rfm(operand, entry);
            default -> throw new IllegalStateException("operator " + operator + " without a reader");
        };
        if (condition != null) {
            places.put(condition, entry, report);
        }
        return condition;
    }

    private static String unknown(String operator, List<String> operators) {
        if (Language.OVER_EVENTS_AND_PROFILE.contains(operator) || Macros.named(operator) != null) {
            return "`" + operator + "` can't stand here, expected " + Wording.oneOf(operators)
                    + ": make it a segment and name that with `in`";
        }
        List<String> words = new ArrayList<>(operators);
        words.addAll(takesMacros(operators) ? Macros.names() : List.of());
        return "unknown condition " + Wording.quote(operator)
                + Wording.nearest(operator, words)
                        .map(near -> "; did you mean `" + near + "`?")
                        .orElseGet(() -> Wording.expected(operator, operators));
    }

    /** Macros stand for what only a segment may ask. */
    private static boolean takesMacros(List<String> operators) {
        return operators.equals(Language.OVER_EVENTS_AND_PROFILE);
    }

    private @Nullable Condition expand(Macro macro, YamlNode.Entry call) {
        MacroCall expanded = MacroCall.read(macro, call, vocabulary.feed(), report);
        if (expanded == null) {
            return null;
        }
        ConditionReader reader = new ConditionReader(vocabulary, expressions, expanded.report(), places);
        Condition condition = reader.read(expanded.when(), Language.OVER_EVENTS_AND_PROFILE);
        matches.fields().addAll(reader.eventFields());
        profileFields.addAll(reader.profileFields());
        references.addAll(reader.references());
        expansions.add(Expansion.of(macro, call, expanded, report.source()));
        return condition;
    }

    private @Nullable Condition joined(
            YamlNode node, String operator, List<String> operators, Function<List<Condition>, Condition> join) {
        List<Condition> parts = parts(node, operator, operators);
        return parts == null ? null : join.apply(parts);
    }

    private @Nullable Condition rfm(YamlNode operand, YamlNode.Entry entry) {
        List<Condition> parts = scores.parts(operand);
        if (parts == null) {
            return null;
        }
        parts.forEach(part -> places.put(part, entry, report));
        return new Condition.All(parts);
    }

    private @Nullable List<Condition> parts(YamlNode node, String key, List<String> operators) {
        if (!(node instanceof YamlNode.Sequence list)) {
            report.problem(node, "`" + key + "` is " + node.describe() + ", expected a list of conditions");
            return null;
        }
        if (list.items().isEmpty()) {
            report.problem(node, "`" + key + "` is an empty list, expected at least one condition");
            return null;
        }
        List<Condition> parts = new ArrayList<>();
        for (YamlNode item : list.items()) {
            Condition part = read(item, operators);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts.size() == list.items().size() ? parts : null;
    }

    private @Nullable Condition atLeast(YamlNode node, List<String> operators) {
        Keys keys = Keys.of(node, "`at_least`", Language.AT_LEAST, report);
        if (keys == null) {
            return null;
        }
        YamlNode.Scalar n = keys.scalar(keys.required("n"), "n", "a whole number");
        YamlNode of = keys.required("of");
        List<Condition> parts = of == null ? null : parts(of, "of", operators);
        if (n == null || !(of instanceof YamlNode.Sequence list) || list.items().isEmpty()) {
            return null;
        }
        int most = list.items().size();
        boolean inRange = WHOLE.matcher(n.value()).matches()
                && new BigInteger(n.value()).compareTo(BigInteger.valueOf(most)) <= 0;
        if (!inRange) {
            report.problem(n, "`n` is " + Wording.quote(n.value()) + ", expected a whole number from 1 to " + most);
        }
        return inRange && parts != null ? new Condition.AtLeast(Integer.parseInt(n.value()), parts) : null;
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
        return ofPerson(new Condition.Cel(expression, text.value().strip()));
    }

    private @Nullable Condition ofPerson(@Nullable Condition condition) {
        if (condition != null) {
            profileFields.addAll(condition.profileFields());
        }
        return condition;
    }
}
