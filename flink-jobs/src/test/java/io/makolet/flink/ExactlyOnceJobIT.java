package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.SegmentTransition;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.Transition;
import io.makolet.flink.Failures.Failure;
import io.makolet.flink.Failures.Moment;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.Topic;
import io.makolet.schemas.TransitionMapping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend.PriorityQueueStateType;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However often the job fails, and with however many subtasks it goes on, each event, transition and timer counts once.
 *
 * <p>{@code -Dmakolet.exactly-once.seeds=N} tries N histories instead of one; with two, either timer storage meets either
 * kind of checkpoint.
 */
class ExactlyOnceJobIT {

    private static final int CUSTOMERS = 400;
    private static final int RECORDS = 12_000;

    /** Room for some of the busy customers. */
    private static final long CACHE_BYTES = 30_000;

    private static final List<Definition> DEFINITIONS = List.of(
            Samples.frequent("active", 0, 1, Duration.ofDays(1)),
            Samples.frequent("regular", 1, 3, Duration.ofDays(2)),
            Samples.frequent("loyal", 2, 12, Duration.ofDays(10)),
            Samples.memberOf("also-regular", 3, "regular"));

    private static final Surroundings SURROUNDINGS = new HistorySurroundings(CustomerHarness.T);

    @TempDir
    private static Path directory;

    private static TestBroker broker;
    private static TestLog log;
    private static TestCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(directory.resolve("kafka"));
        log = new TestLog(broker.bootstrapServers());
        cluster = TestCluster.start("rocksdb", directory.resolve("flink"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
        log.close();
        broker.close();
    }

    @AfterEach
    void cancel() throws Exception {
        cluster.cancelAll();
    }

    static Stream<Arguments> variants() {
        return LongStream.rangeClosed(1, Integer.getInteger("makolet.exactly-once.seeds", 1))
                .boxed()
                .flatMap(seed -> Stream.of(PriorityQueueStateType.values())
                        .map(timers -> Arguments.of(
                                seed, (seed % 2 == 0) == (timers == PriorityQueueStateType.HEAP), timers)));
    }

    @ParameterizedTest(name = "seed {0}, unaligned {1}, timers {2}")
    @MethodSource("variants")
    void countsEverythingOnce(long seed, boolean unaligned, PriorityQueueStateType timers) throws Exception {
        RandomHistory history =
                new RandomHistory(seed + "-" + unaligned + "-" + timers + "-", seed, CUSTOMERS, RECORDS);
        String savepoint = run(
                history,
                new CustomerOperator(SURROUNDINGS, CACHE_BYTES, StageOperator.Writers.ALONE),
                settings(unaligned, timers));

        assertThat(problems(history, savepoint)).as("seed %d", seed).isEmpty();
    }

    @Test
    void doesNotCountEverythingOnceIfTheCacheIsNotFlushed() throws Exception {
        RandomHistory history = new RandomHistory("unflushed-", 1, CUSTOMERS, RECORDS);
        String savepoint = run(history, new Unflushed(), settings(false, PriorityQueueStateType.ROCKSDB));

        assertThat(problems(history, savepoint))
                .anyMatch(problem -> problem.startsWith("state of"))
                .anyMatch(problem -> problem.startsWith("transitions of"));
    }

    /** Leaves on the heap what a snapshot should have. */
    private static final class Unflushed extends CustomerOperator {
        Unflushed() {
            super(SURROUNDINGS, CACHE_BYTES, StageOperator.Writers.ALONE);
        }

        @Override
        public void prepareSnapshotPreBarrier(long checkpointId) {
            // This is what is left out.
        }
    }

    private static Configuration settings(boolean unaligned, PriorityQueueStateType timers) {
        Configuration settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
        settings.set(CheckpointingOptions.ENABLE_UNALIGNED, unaligned);
        settings.set(RocksDBOptions.TIMER_SERVICE_FACTORY, timers);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        return settings;
    }

    /** Runs a history to its end, with 2, 3 and 1 subtasks; returns the last savepoint. */
    private static String run(RandomHistory history, CustomerOperator customers, Configuration settings)
            throws Exception {
        Random random = new Random(history.seed());
        Failures first = new Failures(
                new Failure(FailingJob.BEFORE, Moment.RECORD, 400 + random.nextInt(800)),
                new Failure(FailingJob.BEHIND, Moment.IN_SNAPSHOT, 2 + random.nextInt(2)),
                new Failure(FailingJob.BEHIND, Moment.RECORD, 30 + random.nextInt(50)));
        Failures second = new Failures(
                new Failure(FailingJob.BEFORE, Moment.BEFORE_BARRIER, 1 + random.nextInt(3)),
                new Failure(FailingJob.BEHIND, Moment.CHECKPOINT_COMPLETE, 1 + random.nextInt(3)));
        Failures third = new Failures(
                new Failure(FailingJob.BEFORE, Moment.IN_SNAPSHOT, 1 + random.nextInt(3)),
                new Failure(FailingJob.BEHIND, Moment.BEFORE_BARRIER, 1 + random.nextInt(3)));

        Configuration mortal = new Configuration(settings);
        mortal.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, first.count() - 1);
        JobID job = submit(history, customers, first, mortal, 2, null);
        assertThat(cluster.awaitEnd(job))
                .hasValueSatisfying(cause -> assertThat(cause)
                        .hasStackTraceContaining(
                                first.planned().get(first.count() - 1).toString()));

        String checkpoint = cluster.newestCheckpoint(job);
        assertThat(StoredCustomers.timersIn(checkpoint)).isEqualTo(settings.get(RocksDBOptions.TIMER_SERVICE_FACTORY));
        job = submit(history, customers, second, settings, 3, checkpoint);
        cluster.awaitRestarts(job, second.count());
        String savepoint = cluster.stop(job, directory.resolve("savepoints"));

        job = submit(history, customers, third, settings, 1, savepoint);
        cluster.awaitRestarts(job, third.count());
        log.readUntil(
                Topic.SEGMENT_TRANSITIONS,
                SegmentTransition.class,
                transition -> transition.getCustomerId().equals(history.lastComer()));
        return cluster.stop(job, directory.resolve("savepoints"));
    }

    private static JobID submit(
            RandomHistory history,
            CustomerOperator customers,
            Failures failures,
            Configuration settings,
            int parallelism,
            @Nullable String restoreFrom)
            throws Exception {
        Configuration all = new Configuration(settings);
        all.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        JobConfig config = JobConfig.of(broker.bootstrapServers(), RegistryConfig.of("http://nowhere"), ClockMode.LOG);
        RecordPlayer.Source definitions = () -> FailingJob.inputOf(DEFINITIONS);
        FailingJob failing = new FailingJob(history, definitions, customers, failures, config);
        return cluster.submit(failing::build, all, restoreFrom);
    }

    /** What differs from a history in which nothing fails. */
    private static List<String> problems(RandomHistory history, String savepoint) throws Exception {
        List<String> problems = new ArrayList<>();
        RecordPlayer.Input input = history.input();
        CustomerFold fold = new CustomerFold(DEFINITIONS);
        Map<String, List<Transition>> expected = fold.apply(input.records());
        Map<String, List<Transition>> byTimersOnly = fold.pass(input.end() - EventTimes.OUT_OF_ORDERNESS_MILLIS);
        assertThat(byTimersOnly).as("those who leave after their last purchase").hasSizeGreaterThan(CUSTOMERS / 4);
        byTimersOnly.forEach((id, last) ->
                expected.computeIfAbsent(id, unknown -> new ArrayList<>()).addAll(last));
        compare(told(history.name()), expected, "transitions of ", problems);

        try (CustomerHarness harness = CustomerHarness.restored(
                SURROUNDINGS, 0, StoredCustomers.inSnapshot(savepoint).getState(0))) {
            harness.endOfBacklog(CustomerHarness.T);
            Map<String, CustomerState> states = StoredCustomers.in(harness);
            fold.differing(states).forEach(id -> problems.add("state of " + id));
            long armed = states.values().stream()
                    .filter(state -> state.armedTimer() != Long.MAX_VALUE)
                    .count();
            if (armed != harness.numEventTimeTimers()) {
                problems.add(harness.numEventTimeTimers() + " timers, expected " + armed);
            }
            long later = input.end() + Duration.ofDays(30).toMillis();
            harness.passTo(later);
            compare(
                    byCustomer(harness.takeTransitions()),
                    fold.pass(later - EventTimes.OUT_OF_ORDERNESS_MILLIS),
                    "what timers bring later to ",
                    problems);
        }
        return problems;
    }

    private static void compare(
            Map<String, List<Transition>> found,
            Map<String, List<Transition>> expected,
            String what,
            List<String> problems) {
        Set<String> all = new HashSet<>(found.keySet());
        all.addAll(expected.keySet());
        for (String id : all) {
            if (!Objects.equals(found.get(id), expected.get(id))) {
                problems.add(what + id + ": " + found.get(id) + ", expected " + expected.get(id));
            }
        }
    }

    /** The transitions that readers of committed records see. */
    private static Map<String, List<Transition>> told(String name) throws Exception {
        return byCustomer(log.readAll(Topic.SEGMENT_TRANSITIONS, SegmentTransition.class).stream()
                .filter(transition -> transition.getCustomerId().startsWith(name))
                .toList());
    }

    private static Map<String, List<Transition>> byCustomer(List<SegmentTransition> told) throws Exception {
        Map<String, List<Transition>> transitions = new TreeMap<>();
        for (SegmentTransition transition : told) {
            transitions
                    .computeIfAbsent(transition.getCustomerId(), id -> new ArrayList<>())
                    .add(TransitionMapping.toDomain(transition));
        }
        return transitions;
    }
}
