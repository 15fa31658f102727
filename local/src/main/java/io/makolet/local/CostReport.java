package io.makolet.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.makolet.definitions.Cost;
import io.makolet.definitions.Drafts;
import io.makolet.domain.segment.PlanCost;
import java.io.PrintWriter;
import java.util.List;

/** What segments cost, against a budget. */
final class CostReport {

    private final List<Cost> costs;
    private final PlanCost together;
    private final long budget;

    /** {@code budget}: most bytes of state that one segment may need for a customer. */
    CostReport(Drafts drafts, long budget) {
        this.costs = Cost.ofEach(drafts);
        this.together = Cost.ofAll(drafts);
        this.budget = budget;
    }

    /** What is too dear, a line for each. */
    List<String> overruns() {
        return costs.stream()
                .filter(cost -> cost.cost().stateBytes() > budget)
                .map(cost -> cost.file() + ": segment " + cost.id() + " needs up to "
                        + cost.cost().stateBytes() + " bytes of a customer's state, expected at most " + budget
                        + " (--budget); `distinct` needs most, long windows and `by` come next")
                .toList();
    }

    void print(PrintWriter out) {
        Table table = new Table("SEGMENT", "STATE AT MOST", "BY TIME", "BY ONE EVENT");
        costs.forEach(cost -> row(table, cost.id(), cost.cost()));
        row(table, "together", together);
        table.print(out);
        out.println(
                "STATE AT MOST: bytes for one customer, equal parts once; BY TIME: comparisons that time alone changes;"
                        + " BY ONE EVENT: comparisons that one event can change");
    }

    private static void row(Table table, String name, PlanCost cost) {
        table.row(
                name,
                Long.toString(cost.stateBytes()),
                Integer.toString(cost.timedLeaves()),
                Integer.toString(cost.touchedLeaves()));
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("budget_bytes", budget);
        ArrayNode segments = json.putArray("segments");
        costs.forEach(cost -> put(segments.addObject().put("id", cost.id()), cost.cost()));
        put(json.putObject("together"), together);
        return json;
    }

    private static void put(ObjectNode json, PlanCost cost) {
        json.put("state_bytes", cost.stateBytes())
                .put("timed_leaves", cost.timedLeaves())
                .put("touched_leaves", cost.touchedLeaves());
    }
}
