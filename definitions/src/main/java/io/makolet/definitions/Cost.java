package io.makolet.definitions;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.PlanCost;
import io.makolet.domain.segment.SegmentPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a segment costs, with all those it is made of.
 *
 * @param id the segment
 * @param file the source file it stands in
 */
public record Cost(String id, String file, PlanCost cost) {

    /** What each segment costs, in order. */
    public static List<Cost> ofEach(Drafts drafts) {
        Map<String, Draft> segments = segments(drafts);
        return segments.values().stream()
                .map(draft -> new Cost(draft.id(), draft.file(), of(reached(draft, segments))))
                .toList();
    }

    /** What all segments cost together: what is equal is kept once. */
    public static PlanCost ofAll(Drafts drafts) {
        return of(segments(drafts).values());
    }

    private static PlanCost of(Iterable<Draft> segments) {
        List<Definition> definitions = new ArrayList<>();
        segments.forEach(draft -> definitions.add(draft.publish(1, definitions.size(), Definition.Status.LIVE, 0)));
        return PlanCost.of(SegmentPlan.compile(definitions));
    }

    private static Map<String, Draft> segments(Drafts drafts) {
        Map<String, Draft> segments = new LinkedHashMap<>();
        for (Draft draft : drafts.drafts()) {
            if (draft.body() instanceof Definition.SegmentBody) {
                segments.put(draft.id(), draft);
            }
        }
        return segments;
    }

    /** A segment and those it refers to, however far. */
    private static Iterable<Draft> reached(Draft segment, Map<String, Draft> segments) {
        Map<String, Draft> reached = new LinkedHashMap<>();
        List<Draft> next = new ArrayList<>(List.of(segment));
        while (!next.isEmpty()) {
            Draft draft = next.remove(next.size() - 1);
            if (reached.putIfAbsent(draft.id(), draft) == null && draft.body() instanceof Definition.SegmentBody body) {
                body.segment()
                        .when()
                        .all()
                        .filter(Condition.In.class::isInstance)
                        .map(in -> segments.get(((Condition.In) in).segmentId()))
                        .forEach(next::add);
            }
        }
        return reached.values();
    }
}
