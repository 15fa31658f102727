package io.makolet.flink;

import io.makolet.domain.definition.Backfill;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.PlanOutline;
import io.makolet.domain.segment.Warming;
import io.makolet.schemas.BackfillMapping;
import io.makolet.schemas.DefinitionMapping;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.PoisonException.Reason;
import io.makolet.schemas.RecordReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The published definitions, with the backfills that read the past in for them: those that are in force, and changes that
 * have come in and wait to be put in force together. Changes that don't fit to the others are refused, and what was in
 * force before stays. Not thread safe.
 */
final class DefinitionBook {

    private final RecordReader reader;
    private final Map<String, Entry> inForce = new TreeMap<>();
    private final Map<String, Change> waiting = new LinkedHashMap<>();
    private long lastOffset = -1;

    /** A definition, or a backfill. */
    private record Entry(
            @Nullable Definition definition, @Nullable Backfill backfill, LogRecord record) {}

    /** What a record asks for; without an entry the definition ends. */
    private record Change(LogRecord record, @Nullable Entry entry) {}

    /** A record that could not be put in force; {@code before} is the one that stays, or null for none. */
    record Refusal(
            LogRecord record,
            PoisonException poison,
            @Nullable LogRecord before) {}

    DefinitionBook(RecordReader reader) {
        this.reader = reader;
    }

    /**
     * A change came in.
     *
     * @throws PoisonException if it can't be used, whatever the other definitions are
     */
    void add(LogRecord record) throws PoisonException {
        lastOffset = Math.max(lastOffset, record.offset());
        if (record.key().isEmpty()) {
            throw new PoisonException(Reason.MISSING_KEY, "no key, expected kind/id of a definition", null);
        }
        waiting.put(record.key(), new Change(record, record.value() == null ? null : decode(record)));
    }

    /** Are there changes that wait? */
    boolean hasChanges() {
        return !waiting.isEmpty();
    }

    /** Puts in force what fits together; what does not is told and dropped. */
    List<Refusal> putInForce() {
        List<Refusal> refusals = new ArrayList<>();
        if (!fits(waiting.values())) {
            takeOneByOne();
            waiting.forEach((key, change) -> refusals.add(refusal(key, change)));
        } else {
            waiting.values().forEach(this::take);
        }
        waiting.clear();
        return refusals;
    }

    /**
     * The rules that are in force.
     *
     * @param earlier plans under which customers may have been evaluated last
     */
    Rules rules(List<PlanOutline> earlier) {
        return rules(List.of(), earlier);
    }

    /** Offset of the last record that came in; -1 before the first. */
    long lastOffset() {
        return lastOffset;
    }

    /** Some of the changes may only fit once others have been taken, so it goes round until none does. */
    private void takeOneByOne() {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Iterator<Change> changes = waiting.values().iterator(); changes.hasNext(); ) {
                Change change = changes.next();
                if (fits(List.of(change))) {
                    take(change);
                    changes.remove();
                    progress = true;
                }
            }
        }
    }

    private void take(Change change) {
        if (change.entry() == null) {
            inForce.remove(change.record().key());
        } else {
            inForce.put(change.record().key(), change.entry());
        }
    }

    private boolean fits(Collection<Change> changes) {
        try {
            Rules unused = rules(changes, List.of());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Refusal refusal(String key, Change change) {
        Entry before = inForce.get(key);
        String problem = "";
        try {
            Rules unused = rules(List.of(change), List.of());
        } catch (IllegalArgumentException e) {
            problem = e.getMessage();
        }
        return new Refusal(
                change.record(),
                new PoisonException(Reason.INVALID_VALUE, "definition " + key + ": " + problem, null),
                before == null ? null : before.record());
    }

    /** What is in force would make such rules with some changes. */
    private Rules rules(Collection<Change> changes, List<PlanOutline> earlier) {
        Map<String, Entry> entries = new TreeMap<>(inForce);
        for (Change change : changes) {
            if (change.entry() == null) {
                entries.remove(change.record().key());
            } else {
                entries.put(change.record().key(), change.entry());
            }
        }
        List<Definition> definitions = new ArrayList<>(entries.size());
        List<Backfill> backfills = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (entry.definition() != null) {
                definitions.add(entry.definition());
            } else if (entry.backfill() != null) {
                backfills.add(entry.backfill());
            }
        }
        return Rules.of(definitions, earlier, Warming.of(backfills));
    }

    private Entry decode(LogRecord change) throws PoisonException {
        SpecificRecord record = reader.read(change.value());
        Definition definition = null;
        Backfill backfill = null;
        String key;
        if (record instanceof io.makolet.avro.Definition value) {
            definition = DefinitionMapping.toDomain(value);
            key = definition.key();
        } else if (record instanceof io.makolet.avro.Backfill value) {
            backfill = BackfillMapping.toDomain(value);
            key = backfill.key();
        } else {
            throw new PoisonException(Reason.UNSUPPORTED, "another record, expected a definition", null);
        }
        if (!key.equals(change.key())) {
            throw new PoisonException(Reason.INVALID_VALUE, "definition " + key + " under key " + change.key(), null);
        }
        return new Entry(definition, backfill, change);
    }
}
