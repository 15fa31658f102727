package io.makolet.flink;

import io.makolet.domain.customer.CustomerEngine;
import io.makolet.domain.customer.ViewBuilder;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.SegmentPlan;
import java.util.Collection;

/**
 * The live definitions, ready to be applied.
 *
 * @param engine applies events and time to a customer
 * @param views builds what serving needs of a customer
 */
record Rules(CustomerEngine engine, ViewBuilder views) {

    /**
     * The rules that these definitions make.
     *
     * @throws IllegalArgumentException if they don't fit together
     */
    static Rules of(Collection<Definition> definitions) {
        CustomerEngine engine = new CustomerEngine(SegmentPlan.compile(definitions));
        return new Rules(engine, new ViewBuilder(engine, definitions));
    }
}
