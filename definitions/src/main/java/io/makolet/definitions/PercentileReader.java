package io.makolet.definitions;

import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads conditions that compare a metric with published cut points: they become comparisons with a value. */
final class PercentileReader {

    private final CutPointsScope scope;
    private final Set<EventField> fields;
    private final Report report;

    /** {@code fields}: takes the fields of events that the metrics depend on. */
    PercentileReader(CutPointsScope scope, Set<EventField> fields, Report report) {
        this.scope = scope;
        this.fields = fields;
        this.report = report;
    }

    @Nullable
    Condition percentile(YamlNode node) {
        Keys keys = Keys.of(node, "`percentile`", Language.PERCENTILE, report);
        if (keys == null) {
            return null;
        }
        YamlNode.Scalar of = keys.text(keys.required("of"), "of");
        CutPoints cutPoints = of == null ? null : scope.find(of, report);
        YamlNode.Scalar is = keys.scalar(keys.required("is"), "is", "a comparison in quotes such as \">= 90\"");
        Quantities.Against against =
                is == null ? null : report.parse(is, 0, is.value(), text -> Quantities.comparison(text, ">= 90"));
        if (is == null || against == null || cutPoints == null || !divides(is, against.op())) {
            return null;
        }
        Long threshold = report.parse(is, against.index(), against.operand(), cutPoints::at);
        if (threshold == null) {
            return null;
        }
        fields.addAll(cutPoints.fields());
        return cutPoints.metric().compared().apply(new Comparison(against.op(), threshold));
    }

    private boolean divides(YamlNode.Scalar is, Comparison.Op op) {
        boolean divides = op == Comparison.Op.GE || op == Comparison.Op.LT;
        if (!divides) {
            report.problem(
                    is, "`is` has the operator `" + op.symbol() + "`, expected `>=` or `<`: a cut point has two sides");
        }
        return divides;
    }
}
