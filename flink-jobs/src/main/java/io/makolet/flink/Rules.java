package io.makolet.flink;

import io.makolet.domain.customer.CustomerEngine;
import io.makolet.domain.customer.EngineSettings;
import io.makolet.domain.customer.ViewBuilder;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.PlanOutline;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Warming;
import java.util.Collection;
import java.util.List;

/**
 * The live definitions, ready to be applied.
 *
 * @param plan all live segments
 * @param engine applies events and time to a customer
 * @param views builds what serving needs of a customer
 */
record Rules(SegmentPlan plan, CustomerEngine engine, ViewBuilder views) {

    /**
     * The rules that these definitions make.
     *
     * @throws IllegalArgumentException if they don't fit together
     */
    static Rules of(Collection<Definition> definitions) {
        return of(definitions, List.of(), Warming.NONE);
    }

    /**
     * The rules that these definitions make.
     *
     * @param earlier plans under which customers may have been evaluated last
     * @param warming what is kept whose past is still being read in
     * @throws IllegalArgumentException if the definitions don't fit together
     */
    static Rules of(Collection<Definition> definitions, List<PlanOutline> earlier, Warming warming) {
        SegmentPlan plan = SegmentPlan.compile(definitions, warming);
        CustomerEngine engine = new CustomerEngine(plan, EngineSettings.DEFAULT, earlier);
        return new Rules(plan, engine, new ViewBuilder(engine, definitions));
    }

    /** What customers have to be told when these rules follow others. */
    Sweep.Need after(Rules before) {
        if (!views.scoresAs(before.views)) {
            return Sweep.Need.TELL_AGAIN;
        }
        return plan.id() == before.plan.id() ? Sweep.Need.NOTHING : Sweep.Need.EVALUATE;
    }
}
