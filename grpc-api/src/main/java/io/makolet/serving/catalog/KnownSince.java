package io.makolet.serving.catalog;

import io.makolet.domain.definition.Backfill;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.Status;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Warming;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Since when it has been known who belongs to segments, where the past of what they look at had to be read in first. Views
 * say nothing of who is unknown for that reason alone.
 */
public final class KnownSince {

    private static final long NOT_YET = Long.MAX_VALUE;

    private KnownSince() {}

    /** A backfill, with the offset of the record that tells of it; {@link Long#MIN_VALUE} for one of long ago. */
    public record Told(Backfill backfill, long offset) {}

    /**
     * By the segment's id, the offset of the record that says that all has been read in; {@link Long#MAX_VALUE} while it has
     * not. Segments of which nothing had to be read in are missing.
     *
     * @param live live definitions
     */
    static Map<String, Long> of(Collection<Definition> live, Collection<Told> backfills) {
        Map<Long, Long> offsets = new HashMap<>();
        List<Backfill> all = new ArrayList<>();
        backfills.stream()
                .sorted(Comparator.comparingInt(told -> told.backfill().number()))
                .filter(told -> told.backfill().status() != Status.RETIRED)
                .forEach(told -> {
                    boolean read = told.backfill().status() == Status.LIVE;
                    told.backfill().ids().forEach(id -> offsets.put(id, read ? told.offset() : NOT_YET));
                    all.add(told.backfill().in(Status.WARMING));
                });
        return offsets.isEmpty() ? Map.of() : of(live, offsets, Warming.of(all));
    }

    private static Map<String, Long> of(Collection<Definition> live, Map<Long, Long> offsets, Warming all) {
        Map<String, Long> known = new HashMap<>();
        SegmentPlan plan;
        try {
            plan = SegmentPlan.compile(live, all);
        } catch (IllegalArgumentException e) {
            // The job goes without one that doesn't fit. Which segments that leaves is not known here: none is said to
            // be
            // known before all are.
            long last = Collections.max(offsets.values());
            live.forEach(definition -> known.put(definition.id(), last));
            return known;
        }
        for (int position = 0; position < plan.size(); position++) {
            for (long id : plan.warmingOf(position)) {
                known.merge(plan.definition(position).id(), offsets.getOrDefault(id, NOT_YET), Math::max);
            }
        }
        return known;
    }
}
