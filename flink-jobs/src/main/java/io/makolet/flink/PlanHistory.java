package io.makolet.flink;

import io.makolet.domain.segment.PlanOutline;
import io.makolet.domain.segment.SegmentPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Outlines of the plans that were in force last: of customers of whom nothing changed since, the state is still of one of
 * them. Who was evaluated under an older one is evaluated all anew.
 */
final class PlanHistory {

    /** Kept in Flink's state, by number. */
    static final MapStateDescriptor<Long, byte[]> PLANS =
            new MapStateDescriptor<>("plans", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    /** Plans that are remembered. */
    static final int MOST = 16;

    private final BroadcastState<Long, byte[]> kept;
    private final TreeMap<Long, PlanOutline> outlines = new TreeMap<>();

    /** What is kept in Flink's state. */
    PlanHistory(BroadcastState<Long, byte[]> kept) throws Exception {
        this.kept = kept;
        for (Map.Entry<Long, byte[]> entry : kept.immutableEntries()) {
            outlines.put(entry.getKey(), PlanOutline.decode(entry.getValue()));
        }
    }

    /** All that are remembered. */
    List<PlanOutline> all() {
        return new ArrayList<>(outlines.values());
    }

    /** A plan comes into force. */
    void add(SegmentPlan plan) throws Exception {
        if (!outlines.isEmpty() && outlines.lastEntry().getValue().planId() == plan.id()) {
            return;
        }
        for (Map.Entry<Long, PlanOutline> entry : List.copyOf(outlines.entrySet())) {
            if (entry.getValue().planId() == plan.id()) {
                remove(entry.getKey());
            }
        }
        long number = outlines.isEmpty() ? 0 : outlines.lastKey() + 1;
        PlanOutline outline = PlanOutline.of(plan);
        outlines.put(number, outline);
        kept.put(number, outline.encode());
        if (outlines.size() > MOST) {
            remove(outlines.firstKey());
        }
    }

    private void remove(long number) throws Exception {
        outlines.remove(number);
        kept.remove(number);
    }
}
