package io.makolet.local;

import io.makolet.avro.Backfill;
import io.makolet.domain.definition.Definition;
import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.DefinitionMapping;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The published definitions.
 *
 * @param latest newest publication of each definition that was not removed, by key
 * @param highestIndex highest index that was ever seen, by kind
 * @param offsets where the newest publications lie in the log, by key
 * @param earlier the versions before the newest that are kept, oldest first, by key
 * @param backfills newest record of each backfill, by number
 * @param lastOffset where the last record lies; -1 where there is none
 */
record DefinitionLog(
        Map<String, Definition> latest,
        Map<String, Integer> highestIndex,
        Map<String, Long> offsets,
        Map<String, List<Definition>> earlier,
        NavigableMap<Integer, Backfill> backfills,
        long lastOffset) {

    /** So many versions before the newest are kept. */
    static final int MOST_EARLIER = 8;

    private static final Logger LOG = LoggerFactory.getLogger(DefinitionLog.class);

    DefinitionLog {
        latest = new TreeMap<>(latest);
        highestIndex = Map.copyOf(highestIndex);
        offsets = Map.copyOf(offsets);
        earlier = Map.copyOf(earlier);
        backfills = new TreeMap<>(backfills);
    }

    /** Publications of which nobody asks where they lie and what was before. */
    DefinitionLog(Map<String, Definition> latest, Map<String, Integer> highestIndex) {
        this(latest, highestIndex, Map.of(), Map.of(), new TreeMap<>(), -1);
    }

    /** Reads their topic to its end. */
    static DefinitionLog read(String kafka, RegistryConfig schemas) throws IOException {
        Map<String, Definition> latest = new HashMap<>();
        Map<String, Integer> highest = new HashMap<>();
        Map<String, Long> offsets = new HashMap<>();
        Map<String, List<Definition>> earlier = new HashMap<>();
        NavigableMap<Integer, Backfill> backfills = new TreeMap<>();
        AtomicLong last = new AtomicLong(-1);
        try (ConfluentRegistry registry = new ConfluentRegistry(schemas)) {
            new TopicTable(Topic.DEFINITIONS, kafka, new RecordReader(registry)).forEach((key, value, offset) -> {
                last.set(offset);
                if (value instanceof Backfill backfill) {
                    backfills.put(backfill.getNumber(), backfill);
                } else if (value == null) {
                    latest.remove(key);
                } else if (value instanceof io.makolet.avro.Definition avro) {
                    definition(key, avro).ifPresent(definition -> {
                        latest.put(key, definition);
                        offsets.put(key, offset);
                        earlier.put(key, earlier(key, avro));
                        highest.merge(definition.body().kind(), definition.index(), Math::max);
                    });
                }
            });
        }
        return new DefinitionLog(latest, highest, offsets, earlier, backfills, last.get());
    }

    private static Optional<Definition> definition(String key, io.makolet.avro.Definition avro) {
        try {
            return Optional.of(DefinitionMapping.toDomain(avro));
        } catch (PoisonException e) {
            LOG.warn("Passing over the definition {}: {}", key, e.getMessage());
            return Optional.empty();
        }
    }

    private static List<Definition> earlier(String key, io.makolet.avro.Definition avro) {
        try {
            return DefinitionMapping.earlier(avro);
        } catch (PoisonException e) {
            LOG.warn("Passing over the earlier versions of the definition {}: {}", key, e.getMessage());
            return List.of();
        }
    }

    /** The versions of a definition before the newest that are kept, oldest first. */
    List<Definition> before(Definition newest) {
        return earlier.getOrDefault(newest.key(), List.of());
    }

    /** The versions that are kept with the next one of a definition, oldest first. */
    List<Definition> keptWithNext(String key) {
        List<Definition> kept = new ArrayList<>(earlier.getOrDefault(key, List.of()));
        find(key).ifPresent(kept::add);
        return kept.subList(Math.max(0, kept.size() - MOST_EARLIER), kept.size());
    }

    /** Those in force. */
    Collection<Definition> live() {
        return latest.values().stream()
                .filter(definition -> definition.status() != Definition.Status.RETIRED)
                .toList();
    }

    /**
     * Stage of life: live only where everybody has been evaluated for it.
     *
     * @param evaluatedThrough offset of the last definition for which everybody has been
     */
    Definition.Status status(Definition definition, long evaluatedThrough) {
        boolean waits = offsets.getOrDefault(definition.key(), Long.MIN_VALUE) > evaluatedThrough;
        boolean concerns = !(definition.body() instanceof Definition.ProfileBody);
        return definition.status() == Definition.Status.LIVE && waits && concerns
                ? Definition.Status.WARMING
                : definition.status();
    }

    /** The backfills that have not read everything yet, in order. */
    List<Backfill> warming() {
        return backfills.values().stream()
                .filter(backfill -> backfill.getStatus().equals(ListCommand.word(Definition.Status.WARMING)))
                .toList();
    }

    /** The one published under a key, in force or retired. */
    Optional<Definition> find(String key) {
        return Optional.ofNullable(latest.get(key));
    }
}
