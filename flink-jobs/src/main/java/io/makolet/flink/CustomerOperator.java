package io.makolet.flink;

import io.makolet.domain.customer.Erasure;
import io.makolet.flink.LogRecord.Kind;
import io.makolet.flink.RecordDecoder.Asked;
import io.makolet.flink.RecordDecoder.Brought;
import io.makolet.flink.RecordDecoder.Decoded;
import io.makolet.flink.RecordDecoder.Forgotten;
import io.makolet.flink.RecordDecoder.Happened;
import io.makolet.flink.Sweep.Need;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Keeps each customer's state: applies events (first input, keyed by customer) and time under the rules that the
 * definitions make (second input, broadcast), and emits views, transitions, answers and dead letters.
 *
 * <p>It is an operator and not a function because five things of it are out of a function's reach: setting timers while
 * customers are visited after a definition changed, telling progress behind the views when the watermark moves, letting
 * events in between the timers that it passes, putting definitions in force and writing what is only on the heap before a
 * snapshot is taken, and leaving Flink's current key alone for customers who are on the heap.
 *
 * <p>It is not final so that a test can leave out what is done before a snapshot, and see that it is missed, and so that a
 * trial can measure it.
 */
class CustomerOperator extends AbstractStreamOperator<TopicRecord>
        implements TwoInputStreamOperator<LogRecord, LogRecord, TopicRecord>, Triggerable<String, VoidNamespace> {

    /** The side output of transitions; views are the main output. */
    static final OutputTag<TopicRecord> TRANSITIONS = new OutputTag<>("transitions", PackedType.TOPIC_RECORD);

    /** Definitions that come within this time are put in force together. */
    static final long TOGETHER_MILLIS = 100;

    private static final ListStateDescriptor<byte[]> RUN =
            new ListStateDescriptor<>("run", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    private final Surroundings surroundings;
    private final long cacheBytes;

    private transient ListState<byte[]> run;
    private transient RunState restored;
    private transient HeldRecords held;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient PatientRegistry registry;
    private transient RecordDecoder decoder;
    private transient DeadLetters deadLetters;
    private transient CustomerStore store;
    private transient Customers customers;
    private transient Explanations explanations;
    private transient ProgressTeller progress;
    private transient DueTimers dueTimers;
    private transient Sweep sweep;
    private transient CustomerMetrics counts;
    private transient RulesInForce inForce;
    private transient Erasures erasures;
    private transient boolean cleared;
    private transient long attempt;
    private transient boolean released;
    /** Watermark of what happens; the definitions' may hold the operator's own back. */
    private transient long reached;

    private transient Need unfinished;
    private transient boolean changeScheduled;

    /** @param cacheBytes packed bytes of customers' states that each task keeps on the heap; 0 for no cache */
    @SuppressWarnings("NullAway.Init") // Flink makes the operator here and opens it elsewhere
    CustomerOperator(Surroundings surroundings, long cacheBytes) {
        this.surroundings = surroundings;
        this.cacheBytes = cacheBytes;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        run = context.getOperatorStateStore().getUnionListState(RUN);
        List<RunState> states = new ArrayList<>();
        for (byte[] bytes : run.get()) {
            states.add(RunState.decode(bytes));
        }
        restored = RunState.merged(states);
        cleared = !context.isRestored();
    }

    @Override
    public void open() throws Exception {
        super.open();
        var metrics = getMetricGroup().addGroup("makolet");
        counts = new CustomerMetrics(metrics);
        timers = getInternalTimerService("flips", VoidNamespaceSerializer.INSTANCE, this);
        registry = new PatientRegistry(surroundings, counts.registryWaits::inc);
        RecordReader reader = new RecordReader(registry);
        decoder = new RecordDecoder(reader);
        deadLetters = new DeadLetters(registry, "customer", surroundings::wallTime, metrics);
        attempt = Math.max(surroundings.wallTime(), restored.attempt() + 1);
        released = restored.released();
        reached = Long.MIN_VALUE;
        unfinished = restored.need();
        Publisher publisher =
                new Publisher(registry, attempt, surroundings::wallTime, this::emit, r -> emit(TRANSITIONS, r));
        KeyedStateBackend<String> backend = getKeyedStateBackend();
        KeyedStates states = new KeyedStates(backend, counts);
        boolean failed = getRuntimeContext().getTaskInfo().getAttemptNumber() > 0;
        store = cacheBytes == 0 ? states : new CachedStates(states, cacheBytes, failed, counts);
        erasures = Erasures.read(
                surroundings, reader, KeyShare.of(getRuntimeContext().getTaskInfo()));
        held = new HeldRecords(backend, erasures, decoder, counts);
        customers = new Customers(store, new FlipTimers(timers, backend), publisher, counts, erasures);
        progress = progressTeller();
        explanations = new Explanations(registry, store, surroundings, progress::completeThrough);
        dueTimers = dueTimers();
        sweep = new Sweep(
                store, customers::visit, this::rules, Sweep.TOGETHER, getProcessingTimeService(), progress::evaluated);
        CustomerMetrics.unvisited(metrics, this::unvisitedShare);
        CustomerMetrics.watermark(metrics, progress::completeThrough, surroundings);
        inForce = new RulesInForce(getOperatorStateBackend(), reader, released, this::refuseDefinition);
    }

    /** The key is set where state is touched, which a customer who is on the heap does not need. */
    @Override
    public boolean hasKeyContext1() {
        return false;
    }

    @Override
    public void processElement1(StreamRecord<LogRecord> element) throws Exception {
        clearErased();
        if (released) {
            apply(element.getValue());
        } else {
            held.hold(element.getValue());
        }
    }

    @Override
    public void processElement2(StreamRecord<LogRecord> element) throws Exception {
        clearErased();
        LogRecord record = element.getValue();
        if (record.kind() == Kind.END_OF_BACKLOG) {
            endOfBacklog(record.offset(), record.appendTime());
            return;
        }
        if (inForce.add(record) && released && !changeScheduled) {
            changeScheduled = true;
            long due = getProcessingTimeService().getCurrentProcessingTime() + TOGETHER_MILLIS;
            ScheduledFuture<?> unused = getProcessingTimeService().registerTimer(due, time -> putInForce());
        }
    }

    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
        long through = timers.currentWatermark() - EventTimes.OUT_OF_ORDERNESS_MILLIS;
        customers.timeCame(timer.getKey(), timer.getTimestamp(), through, rules());
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("timer in processing time at " + timer.getTimestamp() + ", expected none");
    }

    @Override
    public void processWatermark1(Watermark mark) throws Exception {
        if (!isEnd(mark)) {
            reached = mark.getTimestamp();
        }
        super.processWatermark1(mark);
    }

    private static boolean isEnd(Watermark mark) {
        return mark.getTimestamp() == Watermark.MAX_WATERMARK.getTimestamp();
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        clearErased();
        if (isEnd(mark)) {
            // The input ends, not the time: nobody's flips are due but those that were, also where all of it came
            // before
            // the definitions.
            dueTimers.advanceTo(reached);
            dueTimers.finish();
            sweep.finish();
            output.emitWatermark(mark);
            return;
        }
        dueTimers.advanceTo(mark.getTimestamp());
        // Also while some are still to be fired: all events up to here are in the views, and their leases hold.
        progress.advanceTo(mark.getTimestamp());
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        clearErased();
        // So that no snapshot has definitions that are refused later.
        if (released) {
            putInForce();
        }
        store.flush();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        RunState state = new RunState(
                attempt,
                progress.attempt(),
                progress.completeThrough(),
                released,
                progress.evaluatedThrough(),
                sweep.need().and(unfinished));
        run.update(List.of(state.encode()));
    }

    @Override
    public void close() throws Exception {
        if (sweep != null) {
            sweep.close();
        }
        if (registry != null) {
            registry.close();
        }
        super.close();
    }

    /** What is counted; once the operator is open. */
    CustomerMetrics counts() {
        return counts;
    }

    /** The rules in force. */
    Rules rules() {
        return inForce.rules();
    }

    /**
     * Forgets whoever was erased after the state was written that the task was restored from, before anything else is done:
     * nothing can be emitted while a task opens, and that readers are to forget them too has to be.
     */
    private void clearErased() throws Exception {
        if (!cleared) {
            cleared = true;
            for (Erasure erasure : erasures.all()) {
                customers.forget(erasure, rules());
            }
        }
    }

    private void apply(LogRecord record) throws Exception {
        if (erasures.cover(record)) {
            counts.suppressed.inc();
            return;
        }
        try {
            Decoded decoded = decoder.decode(record);
            if (decoded instanceof Happened happened) {
                counts.clamped.inc(happened.clamped() ? 1 : 0);
                customers.happened(happened.event(), record, rules());
            } else if (decoded instanceof Asked asked) {
                explanations.answer(record, asked, rules()).ifPresent(answer -> emit(Explanations.OUTPUT, answer));
            } else if (decoded instanceof Forgotten forgotten) {
                erasures.add(forgotten.erasure());
                customers.forgetNow(forgotten.erasure(), rules());
            } else if (decoded instanceof Brought brought) {
                bring(brought);
            } else {
                customers.evaluate(record.key(), rules());
            }
        } catch (PoisonException e) {
            refuse(record, e);
        }
    }

    private void bring(Brought brought) throws Exception {
        if (erasures.cover(brought.origin())) {
            counts.suppressed.inc();
        } else {
            customers.brought(brought, rules());
        }
    }

    /** All definitions that were published before the job started are there. */
    private void endOfBacklog(long lastOffset, long wallTime) throws Exception {
        putInForce();
        evaluate(Math.max(lastOffset, inForce.lastOffset()), unfinished);
        unfinished = Need.NOTHING;
        if (!released) {
            released = true;
            held.release(this::apply);
        }
        progress.begin(Math.max(wallTime, restored.progressAttempt() + 1));
    }

    private void putInForce() throws Exception {
        changeScheduled = false;
        if (inForce.hasChanges()) {
            Need need = inForce.putInForce();
            evaluate(inForce.lastOffset(), need);
        }
    }

    /** Definitions up to an offset are in force: in turns with events, or at once where nobody waits. */
    private void evaluate(long through, Need need) throws Exception {
        sweep.inForce(through, need);
        if (surroundings.clockMode() == ClockMode.LOG) {
            sweep.finish();
        }
    }

    /** Flink's keys come in the order of their groups. */
    private double unvisitedShare() {
        String last = sweep.last();
        var task = getRuntimeContext().getTaskInfo();
        return last == null
                ? 0
                : 1
                        - KeyShare.of(
                                last,
                                task.getMaxNumberOfParallelSubtasks(),
                                task.getNumberOfParallelSubtasks(),
                                task.getIndexOfThisSubtask());
    }

    private void refuse(LogRecord record, PoisonException poison) {
        emit(DeadLetters.OUTPUT, deadLetters.about(record, poison));
    }

    /** Every writer gets every definition; one of them tells. */
    private void refuseDefinition(LogRecord record, PoisonException poison) {
        if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
            refuse(record, poison);
        }
    }

    private void emit(TopicRecord record) {
        output.collect(new StreamRecord<>(record));
    }

    private void emit(OutputTag<TopicRecord> side, TopicRecord record) {
        output.collect(side, new StreamRecord<>(record));
    }

    private DueTimers dueTimers() {
        // A history has nobody who waits for a turn, and gives the same each time.
        int together = surroundings.clockMode() == ClockMode.LOG ? Integer.MAX_VALUE : DueTimers.TOGETHER;
        return new DueTimers(
                this::fireTimers,
                together,
                getProcessingTimeService(),
                watermark -> output.emitWatermark(new Watermark(watermark)));
    }

    private boolean fireTimers(long watermark, BooleanSupplier stop) throws Exception {
        return getTimeServiceManager().orElseThrow().tryAdvanceWatermark(new Watermark(watermark), stop::getAsBoolean);
    }

    private ProgressTeller progressTeller() {
        var task = getRuntimeContext().getTaskInfo();
        ViewProgressRecords records = new ViewProgressRecords(
                registry,
                task.getIndexOfThisSubtask(),
                task.getNumberOfParallelSubtasks(),
                surroundings.partitionsOf(Topic.CUSTOMER_VIEWS));
        return new ProgressTeller(records, getProcessingTimeService(), restored, this::emit);
    }
}
