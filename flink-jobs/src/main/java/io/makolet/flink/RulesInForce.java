package io.makolet.flink;

import io.makolet.flink.LogRecord.Kind;
import io.makolet.flink.Sweep.Need;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.Topic;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/** The rules that the published definitions make, kept in Flink's state with the plans that were in force before. */
final class RulesInForce {

    private static final MapStateDescriptor<String, byte[]> DEFINITIONS = new MapStateDescriptor<>(
            "definitions", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    private final BroadcastState<String, byte[]> definitions;
    private final PlanHistory plans;
    private final DefinitionBook book;
    private final BiConsumer<LogRecord, PoisonException> refuse;
    private Rules rules;

    /**
     * Goes on with what was kept.
     *
     * @param state that of the task
     * @param released were the kept definitions in force? Else they wait for the others of before the job's start
     * @param refuse takes a definition that can't be used, and why
     */
    RulesInForce(
            OperatorStateStore state,
            RecordReader reader,
            boolean released,
            BiConsumer<LogRecord, PoisonException> refuse)
            throws Exception {
        this.definitions = state.getBroadcastState(DEFINITIONS);
        this.plans = new PlanHistory(state.getBroadcastState(PlanHistory.PLANS));
        this.book = new DefinitionBook(reader);
        this.refuse = refuse;
        for (var entry : definitions.immutableEntries()) {
            book.add(new LogRecord(Kind.UNTIMED, Topic.DEFINITIONS, -1, -1, 0, 0, entry.getKey(), entry.getValue()));
        }
        if (released) {
            for (DefinitionBook.Refusal refusal : book.putInForce()) {
                throw new IllegalStateException("a restored definition no longer fits", refusal.poison());
            }
        }
        this.rules = book.rules(plans.all());
        plans.add(rules.plan());
    }

    /** The rules in force. */
    Rules rules() {
        return rules;
    }

    /** A definition was published: it waits to be put in force, or is refused, and false is returned. */
    boolean add(LogRecord record) throws Exception {
        try {
            book.add(record);
        } catch (PoisonException e) {
            refuse.accept(record, e);
            return false;
        }
        keep(record.key(), record);
        return true;
    }

    /** Do changes wait to be put in force? */
    boolean hasChanges() {
        return book.hasChanges();
    }

    /** Offset of the last definition that came in; -1 before the first. */
    long lastOffset() {
        return book.lastOffset();
    }

    /** Puts in force what waits and fits; what customers have to be told then. */
    Need putInForce() throws Exception {
        for (DefinitionBook.Refusal refusal : book.putInForce()) {
            keep(refusal.record().key(), refusal.before());
            refuse.accept(refusal.record(), refusal.poison());
        }
        Rules before = rules;
        rules = book.rules(plans.all());
        plans.add(rules.plan());
        return rules.after(before);
    }

    private void keep(String key, @Nullable LogRecord record) throws Exception {
        if (record == null || record.value() == null) {
            definitions.remove(key);
        } else {
            definitions.put(key, record.value());
        }
    }
}
