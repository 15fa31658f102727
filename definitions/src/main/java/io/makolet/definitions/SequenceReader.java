package io.makolet.definitions;

import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a condition on the order of events. */
final class SequenceReader {

    private static final int MOST_STEPS = 16;

    private final MatchReader matches;
    private final Report report;

    SequenceReader(MatchReader matches, Report report) {
        this.matches = matches;
        this.report = report;
    }

    @Nullable
    Condition sequence(YamlNode node) {
        int before = report.size();
        Keys keys = Keys.of(node, "`sequence`", Language.SEQUENCE, report);
        if (keys == null) {
            return null;
        }
        List<MatchReader.Match> steps = steps(keys);
        YamlNode absent = keys.optional("then_not");
        MatchReader.Match thenNot = absent == null ? null : matches.read(absent, "`then_not`");
        if (!keys.has("then") && !keys.has("then_not")) {
            report.problem(
                    keys.start(),
                    "`sequence` has neither `then` nor `then_not`, expected what comes or stays away after `first`");
        }
        String by = by(
                keys,
                Stream.concat(steps.stream(), Stream.ofNullable(thenNot))
                        .map(MatchReader.Match::scope)
                        .toList());
        Times times = times(keys, absent);
        if (report.size() > before) {
            return null;
        }
        List<EventMatch> events = new ArrayList<>();
        for (MatchReader.Match step : steps) {
            if (step.events() == null) {
                return null;
            }
            events.add(step.events());
        }
        return new Sequence(
                events, thenNot == null ? null : thenNot.events(), by, times.within(), times.grace(), times.over());
    }

    private List<MatchReader.Match> steps(Keys keys) {
        List<MatchReader.Match> steps = new ArrayList<>();
        YamlNode first = keys.required("first");
        steps.add(
                first == null ? new MatchReader.Match(null, EventScope.of(Map.of())) : matches.read(first, "`first`"));
        YamlNode then = keys.optional("then");
        if (!(then instanceof YamlNode.Sequence list)) {
            if (then != null) {
                steps.add(matches.read(then, "`then`"));
            }
            return steps;
        }
        if (list.items().isEmpty()) {
            report.problem(list, "`then` is an empty list, expected at least one step");
        }
        if (list.items().size() >= MOST_STEPS) {
            report.problem(
                    list,
                    "`then` has " + list.items().size() + " steps, expected at most " + (MOST_STEPS - 1)
                            + " after `first`");
        }
        list.items().forEach(item -> steps.add(matches.read(item, "a step of `then`")));
        return steps;
    }

    private @Nullable String by(Keys keys, List<EventScope> scopes) {
        YamlNode.Scalar field = keys.text(keys.optional("by"), "by");
        return field == null
                ? null
                : matches.field(field, EventScope.ofAll(scopes), ValueType::isScalar, "a text or a number");
    }

    /** Spans of a sequence in milliseconds. */
    private record Times(long within, long grace, long over) {}

    private Times times(Keys keys, @Nullable YamlNode absent) {
        int before = report.size();
        long within = span(keys, "within", Sequence.UNBOUNDED);
        long grace = span(keys, "grace", 0);
        long over = span(keys, "over", Sequence.UNBOUNDED);
        YamlNode graceNode = keys.optional("grace");
        if (!keys.has("then_not") && graceNode != null) {
            report.problem(graceNode, "`grace` without `then_not`, expected none: only what stays away is waited for");
        }
        if (absent != null && !keys.has("within")) {
            report.problem(
                    absent, "`then_not` without `within`, expected the time that must pass without it, such as 1h");
        }
        YamlNode overNode = keys.optional("over");
        boolean never = absent != null && overNode != null && over != Sequence.UNBOUNDED && over <= within + grace;
        if (overNode != null && never && report.size() == before) {
            report.problem(
                    overNode,
                    "`over` is no longer than `within`" + (grace > 0 ? " and `grace` together" : "")
                            + ": it would never be true, expected a longer span");
        }
        return new Times(within, grace, over);
    }

    private long span(Keys keys, String key, long absent) {
        YamlNode.Scalar span = keys.scalar(keys.optional(key), key, "a span such as 1h");
        if (span == null || (key.equals("over") && span.value().equals("lifetime"))) {
            return absent;
        }
        Long millis = report.parse(span, 0, span.value(), Quantities::millis);
        return millis == null ? absent : millis;
    }
}
