package io.makolet.definitions;

import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Comparison.Op;
import io.makolet.domain.segment.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads conditions on recency, frequency and monetary value, each scored from 1 to 5 by the fifths of published cut points; 5
 * is best: the latest, the most often, the most spent (Hughes, Strategic Database Marketing, 1994).
 */
final class RfmReader {

    private static final int BEST = 5;
    private static final int FIFTH = 20;
    private static final String EXAMPLE = ">= 4";

    /** What is scored, and the key of its score. */
    private enum Part {
        RECENCY,
        FREQUENCY,
        MONETARY;

        String metric() {
            return name().toLowerCase(Locale.ROOT);
        }

        String score() {
            return metric().substring(0, 1);
        }
    }

    private final CutPointsScope scope;
    private final Set<EventField> fields;
    private final Report report;

    /** {@code fields}: takes the fields of events that the metrics depend on. */
    RfmReader(CutPointsScope scope, Set<EventField> fields, Report report) {
        this.scope = scope;
        this.fields = fields;
        this.report = report;
    }

    /** The comparisons that all have to hold, or null if there are problems. */
    @Nullable
    List<Condition> parts(YamlNode node) {
        Keys keys = Keys.of(node, "`rfm`", Language.RFM, report);
        if (keys == null) {
            return null;
        }
        List<Condition> parts = new ArrayList<>();
        boolean read = true;
        for (Part part : Part.values()) {
            read &= read(keys, part, parts);
        }
        if (parts.isEmpty() && read) {
            report.problem(
                    node,
                    "`rfm` is true of everybody, expected `r`, `f` or `m` with a score that not all have, such as \""
                            + EXAMPLE + "\"");
        }
        return read && !parts.isEmpty() ? parts : null;
    }

    /** False if there are problems, be they those of the cut points themselves. */
    private boolean read(Keys keys, Part part, List<Condition> parts) {
        YamlNode score = keys.optional(part.score());
        YamlNode metric = score == null ? keys.optional(part.metric()) : keys.required(part.metric());
        if (score == null && metric == null) {
            return true;
        }
        YamlNode.Scalar of = metric == null ? null : keys.text(metric, part.metric());
        CutPoints points = of == null ? null : scope.find(of, report);
        if (of == null || points == null || !fits(part, of, points)) {
            return false;
        }
        if (score == null) {
            return true;
        }
        YamlNode.Scalar is = keys.scalar(score, part.score(), "a score in quotes such as \"" + EXAMPLE + "\"");
        Quantities.Against against =
                is == null ? null : report.parse(is, 0, is.value(), text -> Quantities.comparison(text, EXAMPLE));
        Integer wanted = is == null || against == null
                ? null
                : report.parse(is, against.index(), against.operand(), RfmReader::score);
        if (is == null || against == null || wanted == null || !isTaken(is, against.op())) {
            return false;
        }
        fields.addAll(points.fields());
        int least = against.op() == Op.LE ? 1 : wanted;
        int most = against.op() == Op.GE ? BEST : wanted;
        // Of ages, the lowest fifth is the best; of all else, the uppermost.
        boolean age = part == Part.RECENCY;
        return add(points, of, Op.GE, age ? BEST - most : least - 1, parts)
                && add(points, of, Op.LT, age ? BEST - least + 1 : most, parts);
    }

    private boolean fits(Part part, YamlNode.Scalar of, CutPoints points) {
        Condition condition = points.metric().compared().apply(new Comparison(Op.GE, 0));
        boolean fits = condition instanceof Condition.Recency == (part == Part.RECENCY);
        if (!fits) {
            report.problem(
                    of,
                    "`" + part.metric() + "` is " + Wording.quote(of.value()) + ", expected cut points of "
                            + (part == Part.RECENCY ? "a recency" : "an aggregate"));
        }
        return fits;
    }

    private boolean isTaken(YamlNode.Scalar is, Op op) {
        boolean taken = op == Op.GE || op == Op.LE || op == Op.EQ;
        if (!taken) {
            report.problem(is, "a score has the operator `" + op.symbol() + "`, expected `>=`, `<=` or `==`");
        }
        return taken;
    }

    /** All are above the lowest edge and below the uppermost. */
    private boolean add(CutPoints points, YamlNode.Scalar of, Op op, int fifths, List<Condition> parts) {
        if (fifths == 0 || fifths == BEST) {
            return true;
        }
        Long value = report.parse(of, 0, String.valueOf(fifths * FIFTH), points::at);
        if (value != null) {
            parts.add(points.metric().compared().apply(new Comparison(op, value)));
        }
        return value != null;
    }

    private static int score(String text) throws Quantities.Malformed {
        if (!text.matches("[1-5]")) {
            throw new Quantities.Malformed(
                    "score " + Wording.quote(text) + ", expected a whole number from 1 to " + BEST);
        }
        return Integer.parseInt(text);
    }
}
