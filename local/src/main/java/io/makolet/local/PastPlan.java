package io.makolet.local;

import io.makolet.avro.Backfill;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.Status;
import io.makolet.domain.segment.Past;
import io.makolet.domain.segment.SegmentPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a publication means for backfills: one begins for what nobody asked for before, and those end that nobody needs. */
final class PastPlan {

    private PastPlan() {}

    /** Backfills that begin or end when some definitions follow what is published. */
    static List<Backfill> after(DefinitionLog before, List<Definition> changed, Instant now) {
        Map<String, Definition> next = new TreeMap<>(before.latest());
        changed.forEach(definition -> next.put(definition.key(), definition));
        SegmentPlan plan = live(next.values());
        Set<Long> kept = Past.missing(live(List.of()), plan);
        List<Backfill> backfills = new ArrayList<>();
        for (Backfill backfill : before.warming()) {
            if (backfill.getIds().stream().noneMatch(kept::contains)) {
                backfills.add(in(backfill, Status.RETIRED, now).build());
            }
        }
        Set<Long> missing = new HashSet<>(Past.missing(live(before.latest().values()), plan));
        if (!missing.isEmpty()) {
            Past past = Past.of(plan, missing);
            backfills.add(Backfill.newBuilder()
                    .setNumber(
                            before.backfills().isEmpty()
                                    ? 1
                                    : before.backfills().lastKey() + 1)
                    .setStatus(ListCommand.word(Status.WARMING))
                    .setIds(missing.stream().sorted().toList())
                    .setEventTypes(past.eventTypes().stream().sorted().toList())
                    .setReachMillis(past.reach() == Long.MAX_VALUE ? null : past.reach())
                    .setPublishedAt(now)
                    .build());
        }
        return backfills;
    }

    /** The same backfill in another status. */
    static Backfill.Builder in(Backfill backfill, Status status, Instant now) {
        return Backfill.newBuilder(backfill).setStatus(ListCommand.word(status)).setPublishedAt(now);
    }

    private static SegmentPlan live(Collection<Definition> definitions) {
        return SegmentPlan.compile(definitions);
    }
}
