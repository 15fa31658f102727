package io.makolet.flink;

import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.Erasure;
import io.makolet.flink.LogRecord.Kind;
import io.makolet.flink.RecordDecoder.Asked;
import io.makolet.flink.RecordDecoder.Brought;
import io.makolet.flink.RecordDecoder.Decoded;
import io.makolet.flink.RecordDecoder.Forgotten;
import io.makolet.flink.RecordDecoder.Happened;
import io.makolet.flink.RecordDecoder.Touched;
import io.makolet.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.OutputTag;

/**
 * The customer stage: keeps the state of each id, and tells what becomes of it. Where the id is one of several of a person,
 * it tells that to the person instead.
 *
 * <p>It is not final so that a test can leave out what is done before a snapshot, and see that it is missed, and so that a
 * trial can measure it.
 */
class CustomerOperator extends StageOperator {

    /** The side output to the persons' stage. */
    static final OutputTag<LogRecord> MOVES = new OutputTag<>("moves", PackedType.LOG_RECORD);

    /** The side output that tells all tasks of the persons' stage which run has begun: readers take progress of one run only. */
    static final OutputTag<LogRecord> RUNS = new OutputTag<>("runs", PackedType.LOG_RECORD);

    private final Surroundings surroundings;
    private final long cacheBytes;

    private transient Tools tools;
    private transient CustomerStore<CustomerState> store;
    private transient Customers customers;
    private transient Explanations explanations;

    /** @param cacheBytes packed bytes of customers' states that each task keeps on the heap; 0 for no cache */
    @SuppressWarnings("NullAway.Init") // Flink makes the operator here and opens it elsewhere
    CustomerOperator(Surroundings surroundings, long cacheBytes, Writers writers) {
        super("customer", surroundings, writers);
        this.surroundings = surroundings;
        this.cacheBytes = cacheBytes;
    }

    @Override
    Sweep<?> open(Tools opened, ProcessingTimeService wallClock, Sweep.Listener listener) throws Exception {
        tools = opened;
        KeyedStates<CustomerState> states = new KeyedStates<>(opened.backend(), KeyedStates.CUSTOMERS, opened.counts());
        store = cacheBytes == 0 ? states : new CachedStates(states, cacheBytes, opened.failed(), opened.counts());
        customers = new Customers(
                store,
                opened.timers(),
                opened.publisher(),
                move -> emit(MOVES, move),
                opened.counts(),
                opened.erasures());
        explanations = new Explanations(opened.registry(), store::find, surroundings, opened.completeThrough());
        return new Sweep<>(store, customers::visit, this::rules, Sweep.TOGETHER, wallClock, listener);
    }

    @Override
    void receive(LogRecord record) throws Exception {
        if (record.kind() == Kind.ASSIGNED || record.kind() == Kind.RELEASED) {
            byte[] person = Objects.requireNonNull(record.value());
            customers.assign(record.key(), new String(person, StandardCharsets.UTF_8), record.kind() == Kind.ASSIGNED);
            return;
        }
        Decoded decoded = tools.decoder().decode(record);
        if (decoded instanceof Happened happened) {
            tools.counts().clamped.inc(happened.clamped() ? 1 : 0);
            customers.happened(happened.event(), record, rules());
        } else if (decoded instanceof Forgotten forgotten) {
            tools.erasures().add(forgotten.erasure());
            customers.forgetNow(forgotten.erasure(), rules());
        } else if (decoded instanceof Brought brought) {
            bring(brought, record);
        } else if (decoded instanceof Asked asked && !customers.pass(record)) {
            explanations
                    .answer(record.key(), record, asked, rules())
                    .ifPresent(answer -> emit(Explanations.OUTPUT, answer));
        } else if (decoded instanceof Touched && !customers.pass(record)) {
            customers.evaluate(record.key(), rules());
        }
    }

    private void bring(Brought brought, LogRecord record) throws Exception {
        if (tools.erasures().cover(brought.origin())) {
            tools.counts().suppressed.inc();
        } else {
            customers.brought(brought, record, rules());
        }
    }

    @Override
    void begun(long run) {
        tellProgress(run);
        emit(RUNS, new LogRecord(Kind.RUN, Topic.DEFINITIONS, -1, -1, run, run, "", null));
    }

    @Override
    void timeCame(String key, long timer, long through) throws Exception {
        customers.timeCame(key, timer, through, rules());
    }

    @Override
    void forget(Erasure erasure) throws Exception {
        customers.forget(erasure, rules());
    }

    @Override
    void flush() throws Exception {
        store.flush();
    }
}
