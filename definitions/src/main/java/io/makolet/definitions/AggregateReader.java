package io.makolet.definitions;

import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Measure;
import io.makolet.domain.segment.Window;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads conditions that compare what is made of events: a number, a quotient of two, or an age. */
final class AggregateReader {

    private static final long MILLIONTHS = 1_000_000;

    private final MatchReader matches;
    private final Report report;

    AggregateReader(MatchReader matches, Report report) {
        this.matches = matches;
        this.report = report;
    }

    @Nullable
    Condition aggregate(YamlNode node) {
        Keys keys = Keys.of(node, "`aggregate`", Language.AGGREGATE, report);
        if (keys == null) {
            return null;
        }
        Measured measured = measured(keys, Language.FUNCTIONS);
        Seen seen = seen(keys);
        Comparison comparison =
                comparison(keys, ">= 2", operand -> isCounted(measured) ? whole(operand) : Quantities.micros(operand));
        Measure measure = measure(measured, seen);
        return measure == null || comparison == null ? null : new Condition.Aggregate(measure, comparison);
    }

    @Nullable
    Condition ratio(YamlNode node) {
        Keys keys = Keys.of(node, "`ratio`", Language.RATIO, report);
        if (keys == null) {
            return null;
        }
        Measured dividend = part(keys, "of");
        Measured divisor = part(keys, "to");
        Seen seen = seen(keys);
        Comparison comparison = comparison(keys, ">= 0.5", Quantities::micros);
        Measure of = measure(dividend, seen);
        Measure to = measure(divisor, seen);
        return of == null || to == null || comparison == null ? null : new Condition.Ratio(of, to, comparison);
    }

    @Nullable
    Condition recency(YamlNode node) {
        Keys keys = Keys.of(node, "`recency`", Language.RECENCY, report);
        if (keys == null) {
            return null;
        }
        Metric age = age(keys);
        Comparison comparison = comparison(keys, ">= 90d", Quantities::millis);
        return age == null || comparison == null ? null : age.compared().apply(comparison);
    }

    /**
     * What can be compared, without what it is compared with.
     *
     * @param compared the condition that compares it
     * @param operand reads a value of it, in millionths, or milliseconds for ages
     */
    record Metric(Function<Comparison, Condition> compared, Report.Parser<Long> operand) {}

    /** An {@code aggregate} or a {@code recency} without {@code is}, or null if there are problems. */
    @Nullable
    Metric metric(YamlNode node) {
        Keys keys = Keys.of(node, "`of`", Language.METRIC, report);
        if (keys == null) {
            return null;
        }
        YamlNode aggregate = keys.optional("aggregate");
        YamlNode recency = keys.optional("recency");
        if (aggregate != null && recency == null) {
            return number(aggregate);
        }
        if (recency != null && aggregate == null) {
            Keys age = Keys.of(recency, "`recency`", Language.METRIC_RECENCY, report);
            return age == null ? null : age(age);
        }
        report.problem(
                node,
                "`of` has "
                        + (aggregate == null ? "neither `aggregate` nor `recency`" : "`aggregate` beside `recency`")
                        + ", expected one of them");
        return null;
    }

    private @Nullable Metric number(YamlNode node) {
        Keys keys = Keys.of(node, "`aggregate`", Language.METRIC_AGGREGATE, report);
        if (keys == null) {
            return null;
        }
        Measured measured = measured(keys, Language.FUNCTIONS);
        Measure measure = measure(measured, seen(keys));
        return measure == null
                ? null
                : new Metric(
                        comparison -> new Condition.Aggregate(measure, comparison),
                        isCounted(measured) ? AggregateReader::whole : Quantities::micros);
    }

    private @Nullable Metric age(Keys keys) {
        EventMatch match = matches.read(keys).events();
        String of = keys.optional("of") == null ? "last" : keys.word("of", Language.RECENCY_OF);
        if (match == null || of == null) {
            return null;
        }
        AggregateSpec spec = new AggregateSpec(match, null, Window.LIFETIME, null);
        return new Metric(
                comparison -> new Condition.Recency(spec, of.equals("first"), comparison), Quantities::millis);
    }

    /** What is made of which events; null what has problems or, of {@code of}, is not there. */
    private record Measured(
            @Nullable EventMatch match,
            Condition.@Nullable Function function,
            @Nullable String of) {}

    private @Nullable Measured part(Keys ratio, String key) {
        YamlNode node = ratio.required(key);
        Keys keys = node == null ? null : Keys.of(node, "`" + key + "`", Language.MEASURE, report);
        return keys == null ? null : measured(keys, Language.RATIO_FUNCTIONS);
    }

    private Measured measured(Keys keys, List<String> functions) {
        MatchReader.Match match = matches.read(keys);
        String word = keys.word("fn", functions);
        return new Measured(
                match.events(),
                word == null ? null : Condition.Function.valueOf(word.toUpperCase(Locale.ROOT)),
                word == null ? null : of(keys, word, match.scope()));
    }

    private @Nullable String of(Keys keys, String function, EventScope scope) {
        YamlNode node = keys.optional("of");
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
        if (field.value().equals("time") && (function.equals("first") || function.equals("last"))) {
            report.problem(
                    field,
                    "`of: time`, expected a `recency` condition: it compares the age of the " + function + " event");
            return null;
        }
        return function.equals("distinct")
                ? matches.field(field, scope, ValueType::isScalar, "a text or a number")
                : matches.field(field, scope, ValueType::isNumeric, "a number");
    }

    /** Which of the matching events are seen. */
    private record Seen(Window window, @Nullable EventMatch since) {}

    /** The keys {@code over} and {@code since}; null if there are problems. */
    private @Nullable Seen seen(Keys keys) {
        Window window = window(keys);
        YamlNode node = keys.optional("since");
        EventMatch since = node == null ? null : matches.read(node, "`since`").events();
        return window == null || (node != null && since == null) ? null : new Seen(window, since);
    }

    private @Nullable Window window(Keys keys) {
        YamlNode node = keys.optional("over");
        if (node == null) {
            return Window.LIFETIME;
        }
        YamlNode.Scalar over = keys.scalar(node, "over", WindowText.EXAMPLES);
        return over == null ? null : report.parse(over, 0, over.value(), WindowText::parse);
    }

    private static @Nullable Measure measure(@Nullable Measured measured, @Nullable Seen seen) {
        if (measured == null || measured.match() == null || measured.function() == null || seen == null) {
            return null;
        }
        boolean lacksField = measured.function() != Condition.Function.COUNT && measured.of() == null;
        return lacksField
                ? null
                : new Measure(
                        new AggregateSpec(measured.match(), measured.of(), seen.window(), seen.since()),
                        measured.function());
    }

    private static boolean isCounted(Measured measured) {
        return measured.function() == Condition.Function.COUNT || measured.function() == Condition.Function.DISTINCT;
    }

    private static long whole(String operand) throws Quantities.Malformed {
        long micros = Quantities.micros(operand);
        if (micros % MILLIONTHS != 0) {
            throw new Quantities.Malformed(Wording.quote(operand) + " is no count, expected a whole number");
        }
        return micros;
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
}
