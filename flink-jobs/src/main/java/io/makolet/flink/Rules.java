package io.makolet.flink;

import io.makolet.domain.customer.CustomerEngine;
import io.makolet.domain.customer.ViewBuilder;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.SegmentPlan;
import java.util.Collection;

/**
 * The live definitions, ready to be applied.
 *
 * @param plan what they were compiled to
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
        SegmentPlan plan = SegmentPlan.compile(definitions);
        CustomerEngine engine = new CustomerEngine(plan);
        return new Rules(plan, engine, new ViewBuilder(engine, definitions));
    }
}
