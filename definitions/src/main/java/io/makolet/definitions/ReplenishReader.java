package io.makolet.definitions;

import io.makolet.definitions.Quantities.Malformed;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Replenish;
import io.makolet.domain.segment.Window;
import org.jspecify.annotations.Nullable;

/** Reads a condition on when the next event of a kind is due. */
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
