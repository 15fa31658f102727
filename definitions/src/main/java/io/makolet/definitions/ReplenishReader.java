package io.makolet.definitions;

import io.makolet.definitions.Quantities.Malformed;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Gap;
import io.makolet.domain.segment.Condition.Replenish;
import io.makolet.domain.segment.Window;
import org.jspecify.annotations.Nullable;

/** Reads conditions on the time between events of a kind: when the next is due, and what came after a silence. */
final class ReplenishReader {

    private static final int EVENTS = 6;

    private final MatchReader matches;
    private final Report report;

    ReplenishReader(MatchReader matches, Report report) {
        this.matches = matches;
        this.report = report;
    }

    @Nullable
    Condition replenish(YamlNode node) {
        int before = report.size();
        Keys keys = Keys.of(node, "`replenish`", Language.REPLENISH, report);
        if (keys == null) {
            return null;
        }
        EventMatch match = matches.read(keys).events();
        Integer events = events(keys);
        Long cycle = span(keys, keys.required("cycle"), "cycle");
        Long lead = span(keys, keys.optional("lead"), "lead");
        Long late = span(keys, keys.optional("late"), "late");
        YamlNode leadNode = keys.optional("lead");
        if (leadNode != null && lead != null && cycle != null && lead >= cycle) {
            report.problem(leadNode, "`lead` is not shorter than `cycle`, expected less");
        }
        return match == null || events == null || cycle == null || report.size() > before
                ? null
                : new Replenish(match, events, cycle, lead == null ? 0 : lead, late == null ? Replenish.NEVER : late);
    }

    @Nullable
    Condition gap(YamlNode node) {
        int before = report.size();
        Keys keys = Keys.of(node, "`gap`", Language.GAP, report);
        if (keys == null) {
            return null;
        }
        EventMatch match = matches.read(keys).events();
        Long silence = span(keys, keys.required("at_least"), "at_least");
        YamlNode overNode = keys.required("over");
        Long over = span(keys, overNode, "over");
        if (overNode != null && silence != null && over != null && over > silence * Gap.MOST_TIMES) {
            report.problem(
                    overNode,
                    "`over` is " + Wording.quote(String.valueOf(keys.optionalText("over"))) + ", expected at most "
                            + Gap.MOST_TIMES + " times `at_least`");
        }
        return match == null || silence == null || over == null || report.size() > before
                ? null
                : new Gap(match, silence, over);
    }

    private @Nullable Integer events(Keys keys) {
        YamlNode node = keys.optional("over");
        if (node == null) {
            return EVENTS;
        }
        YamlNode.Scalar over = keys.scalar(node, "over", "such as last 6");
        return over == null ? null : report.parse(over, 0, over.value(), ReplenishReader::last);
    }

    private static int last(String text) throws Malformed {
        if (WindowText.parse(text) instanceof Window.LastN last && last.n() > Replenish.FEWEST_GAPS) {
            return last.n();
        }
        throw new Malformed(Wording.quote(text) + ", expected the latest 3 events or more, such as last 6");
    }

    private @Nullable Long span(Keys keys, @Nullable YamlNode node, String key) {
        YamlNode.Scalar text = keys.scalar(node, key, "a span such as 30d");
        return text == null ? null : report.parse(text, 0, text.value(), Quantities::millis);
    }
}
