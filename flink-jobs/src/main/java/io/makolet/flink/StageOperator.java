package io.makolet.flink;

import io.makolet.domain.customer.Erasure;
import io.makolet.flink.LogRecord.Kind;
import io.makolet.flink.Sweep.Need;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
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
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.OutputTag;

/**
 * Keeps states by key: applies records (first input, keyed) and time under the rules that the definitions make (second
 * input, broadcast), and emits views, transitions, answers and dead letters.
 *
 * <p>It is an operator and not a function because five things of it are out of a function's reach: setting timers while
 * states are visited after a definition changed, telling progress behind the views when the watermark moves, letting
 * records in between the timers that it passes, putting definitions in force and writing what is only on the heap before a
 * snapshot is taken, and leaving Flink's current key alone for states that are on the heap.
 */
abstract class StageOperator extends AbstractStreamOperator<TopicRecord>
        implements TwoInputStreamOperator<LogRecord, LogRecord, TopicRecord>, Triggerable<String, VoidNamespace> {

    /** The side output of transitions; views are the main output. */
    static final OutputTag<TopicRecord> TRANSITIONS = new OutputTag<>("transitions", PackedType.TOPIC_RECORD);

    /** Definitions that come within this time are put in force together. */
    static final long TOGETHER_MILLIS = 100;

    private static final ListStateDescriptor<byte[]> RUN =
            new ListStateDescriptor<>("run", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    private final String name;
    private final Surroundings surroundings;
    private final Writers writers;

    private transient ListState<byte[]> run;
    private transient RunState restored;
    private transient HeldRecords held;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient PatientRegistry registry;
    private transient DeadLetters deadLetters;
    private transient Publisher publisher;
    private transient ProgressTeller progress;
    private transient DueTimers dueTimers;
    private transient Sweep<?> sweep;
    private transient CustomerMetrics counts;
    private transient RulesInForce inForce;
    private transient Erasures erasures;
    private transient boolean cleared;
    private transient boolean released;
    /** Watermark of what happens; the definitions' may hold the operator's own back. */
    private transient long reached;

    private transient Need unfinished;
    private transient boolean changeScheduled;

    /** Which of the stages it is that write views; each one's tasks tell how far they are complete. */
    enum Writers {
        /** There is no other. */
        ALONE(0, 1),
        CUSTOMERS(0, 2),
        PERSONS(1, 2);

        private final int stage;
        private final int stages;

        Writers(int stage, int stages) {
            this.stage = stage;
            this.stages = stages;
        }
    }

    /** What a stage works with, once it is open. */
    record Tools(
            PatientRegistry registry,
            RecordDecoder decoder,
            KeyedStateBackend<String> backend,
            FlipTimers timers,
            Publisher publisher,
            Erasures erasures,
            CustomerMetrics counts,
            LongSupplier completeThrough,
            boolean failed) {}

    /** @param name as in dead letters */
    @SuppressWarnings("NullAway.Init") // Flink makes the operator here and opens it elsewhere
    StageOperator(String name, Surroundings surroundings, Writers writers) {
        this.name = name;
        this.surroundings = surroundings;
        this.writers = writers;
    }

    /** Opens what the stage keeps; what visits all of it. */
    abstract Sweep<?> open(Tools tools, ProcessingTimeService wallClock, Sweep.Listener listener) throws Exception;

    /**
     * A record came that is not covered by an erasure, and the definitions are in force.
     *
     * @throws PoisonException if it can't be used; nothing has changed then
     */
    abstract void receive(LogRecord record) throws Exception;

    /** A timer has come due; every instant up to {@code through} has passed. */
    abstract void timeCame(String key, long timer, long through) throws Exception;

    /** What is known of somebody from before an erasure is to be forgotten. */
    abstract void forget(Erasure erasure) throws Exception;

    /**
     * All definitions of before are in force.
     *
     * @param run number for the run of the job, the same in all tasks of the stage
     */
    abstract void begun(long run);

    /** A stage before this one has begun a run. */
    void begunBefore(long run) {
        throw new IllegalStateException("run " + run + " of a stage before " + name + ", expected none");
    }

    /** From now on, how far the views are complete is told under the number of a run. */
    void tellProgress(long run) {
        progress.begin(run);
    }

    /** What is only on the heap is to be written. */
    abstract void flush() throws Exception;

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
        RecordDecoder decoder = new RecordDecoder(reader);
        deadLetters = new DeadLetters(registry, name, surroundings::wallTime, metrics);
        long attempt = Math.max(surroundings.wallTime(), restored.attempt() + 1);
        released = restored.released();
        reached = Long.MIN_VALUE;
        unfinished = restored.need();
        publisher = new Publisher(registry, attempt, surroundings::wallTime, this::emit, r -> emit(TRANSITIONS, r));
        KeyedStateBackend<String> backend = getKeyedStateBackend();
        boolean failed = getRuntimeContext().getTaskInfo().getAttemptNumber() > 0;
        erasures = Erasures.read(
                surroundings, reader, KeyShare.of(getRuntimeContext().getTaskInfo()));
        held = new HeldRecords(backend, erasures, decoder, counts);
        progress = progressTeller();
        dueTimers = dueTimers();
        Tools tools = new Tools(
                registry,
                decoder,
                backend,
                new FlipTimers(timers, backend),
                publisher,
                erasures,
                counts,
                progress::completeThrough,
                failed);
        sweep = open(tools, getProcessingTimeService(), progress::evaluated);
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
        if (record.kind() == Kind.RUN) {
            begunBefore(record.appendTime());
            return;
        }
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
        timeCame(timer.getKey(), timer.getTimestamp(), through);
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
            output.emitWatermark(new Watermark(reached));
            output.emitWatermark(mark);
            return;
        }
        dueTimers.advanceTo(mark.getTimestamp());
        if (released) {
            // Timers tell another stage nothing: it need not wait until all have been fired.
            output.emitWatermark(mark);
        }
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
        flush();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        RunState state = new RunState(
                publisher.attempt(),
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
                forget(erasure);
            }
        }
    }

    private void apply(LogRecord record) throws Exception {
        if (erasures.cover(record)) {
            counts.suppressed.inc();
            return;
        }
        try {
            receive(record);
        } catch (PoisonException e) {
            refuse(record, e);
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
            if (reached != Long.MIN_VALUE) {
                output.emitWatermark(new Watermark(reached));
            }
        }
        begun(Math.max(wallTime, restored.progressAttempt() + 1));
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

    /** Emits to a side output. */
    <T> void emit(OutputTag<T> side, T record) {
        output.collect(side, new StreamRecord<>(record));
    }

    private DueTimers dueTimers() {
        // A history has nobody who waits for a turn, and gives the same each time.
        int together = surroundings.clockMode() == ClockMode.LOG ? Integer.MAX_VALUE : DueTimers.TOGETHER;
        return new DueTimers(this::fireTimers, together, getProcessingTimeService());
    }

    private boolean fireTimers(long watermark, BooleanSupplier stop) throws Exception {
        return getTimeServiceManager().orElseThrow().tryAdvanceWatermark(new Watermark(watermark), stop::getAsBoolean);
    }

    private ProgressTeller progressTeller() {
        var task = getRuntimeContext().getTaskInfo();
        ViewProgressRecords records = new ViewProgressRecords(
                registry,
                writers.stage * task.getNumberOfParallelSubtasks() + task.getIndexOfThisSubtask(),
                writers.stages * task.getNumberOfParallelSubtasks(),
                surroundings.partitionsOf(Topic.CUSTOMER_VIEWS));
        return new ProgressTeller(records, getProcessingTimeService(), restored, this::emit);
    }
}
