package io.makolet.local;

import io.makolet.avro.Backfill;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Warming;
import io.makolet.schemas.BackfillMapping;
import io.makolet.schemas.PoisonException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/**
 * The segments that look at what a backfill still reads in.
 *
 * @param percents how much of its past has been read in, by key
 */
record WarmingSegments(Map<String, Integer> percents) {

    /** As the log says now. */
    static WarmingSegments of(DefinitionLog log, String kafka) {
        Map<String, Integer> percents = new HashMap<>();
        if (!log.warming().isEmpty()) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
                BackfillOffsets offsets = new BackfillOffsets(admin);
                for (Backfill backfill : log.warming()) {
                    int percent = percent(offsets, backfill.getNumber());
                    lookingAt(log, backfill).forEach(key -> percents.merge(key, percent, Math::min));
                }
            } catch (ExecutionException | PoisonException e) {
                throw new Failure("how far backfills are can't be told: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure("interrupted while asking how far backfills are", e);
            }
        }
        return new WarmingSegments(percents);
    }

    /** How much of its past has been read in; empty where none is missing. */
    OptionalInt percent(Definition definition) {
        Integer percent = percents.get(definition.key());
        return percent == null ? OptionalInt.empty() : OptionalInt.of(percent);
    }

    private static int percent(BackfillOffsets offsets, int number) throws ExecutionException, InterruptedException {
        BackfillOffsets.Progress progress = offsets.progress(number);
        return progress.fence().isEmpty()
                ? 0
                : progress.percent(offsets.beginnings(progress.fence().keySet()), progress.left());
    }

    private static List<String> lookingAt(DefinitionLog log, Backfill backfill) throws PoisonException {
        Warming warming = Warming.of(List.of(BackfillMapping.toDomain(backfill)));
        SegmentPlan plan = SegmentPlan.compile(log.live(), warming);
        List<String> keys = new ArrayList<>();
        for (int position = 0; position < plan.size(); position++) {
            if (!plan.warmingOf(position).isEmpty()) {
                keys.add(plan.definition(position).key());
            }
        }
        return keys;
    }
}
