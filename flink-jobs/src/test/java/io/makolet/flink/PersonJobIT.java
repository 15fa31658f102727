package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.CustomerView;
import io.makolet.avro.Membership;
import io.makolet.avro.SegmentTransition;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.identity.Ids;
import io.makolet.domain.identity.LinkGraph;
import io.makolet.domain.segment.Truth;
import io.makolet.flink.Failures.Failure;
import io.makolet.flink.Failures.Moment;
import io.makolet.flink.RecordDecoder.Happened;
import io.makolet.flink.StageOperator.Writers;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.RegistryConfig;
import io.makolet.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ids are linked and taken apart while things happen under them, and the job fails in between: who is one person is told as
 * one. {@code -Dmakolet.persons.seed=N} tries another history.
 */
class PersonJobIT {

    private static final int GROUPS = 60;
    private static final int RECORDS = 6_000;
    private static final long CACHE_BYTES = 30_000;

    private static final List<Definition> DEFINITIONS = List.of(
            Samples.frequent("active", 0, 1, Duration.ofDays(1)),
            Samples.frequent("regular", 1, 3, Duration.ofDays(2)),
            Samples.frequent("loyal", 2, 12, Duration.ofDays(10)),
            Samples.memberOf("also-regular", 3, "regular"));

    private static final LinkedHistory HISTORY =
            new LinkedHistory(Long.getLong("makolet.persons.seed", 7), GROUPS, RECORDS);

    private static final Failures FAILURES = new Failures(
            new Failure(FailingJob.BEFORE, Moment.RECORD, 700),
            new Failure(FailingJob.BEHIND, Moment.IN_SNAPSHOT, 2),
            new Failure(FailingJob.BEHIND, Moment.RECORD, 40),
            new Failure(FailingJob.BEFORE, Moment.BEFORE_BARRIER, 2),
            new Failure(FailingJob.BEHIND, Moment.CHECKPOINT_COMPLETE, 2));

    @Test
    void tellsOnePersonOfAllTheirIds(@TempDir Path directory) throws Exception {
        Configuration settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        try (TestBroker broker = TestBroker.start(directory.resolve("kafka"));
                TestLog log = new TestLog(broker.bootstrapServers());
                TestCluster cluster = TestCluster.start("rocksdb", directory.resolve("flink"))) {
            JobConfig config =
                    JobConfig.of(broker.bootstrapServers(), RegistryConfig.of("http://nowhere"), ClockMode.LOG);
            JobID job = cluster.submit(env -> build(env, config), settings, null);
            cluster.awaitRestarts(job, FAILURES.count());
            log.readUntil(
                    Topic.SEGMENT_TRANSITIONS,
                    SegmentTransition.class,
                    transition -> transition.getCustomerId().equals(LinkedHistory.LAST));
            cluster.stop(job, directory.resolve("savepoints"));

            Map<String, Map<String, SegmentTransition>> told = told(log);
            Map<String, CustomerView> views = new HashMap<>();
            for (SpecificRecord record : log.readAll(Topic.CUSTOMER_VIEWS, SpecificRecord.class)) {
                if (record instanceof CustomerView view) {
                    views.merge(view.getCustomerId(), view, (a, b) -> isNewer(b, a) ? b : a);
                }
            }
            compare(told, views);
        }
    }

    private static void build(StreamExecutionEnvironment env, JobConfig config) {
        env.configure(JobSettings.over(env.getConfiguration()));
        Surroundings surroundings = new HistorySurroundings(CustomerHarness.T);
        DataStream<LogRecord> records = FailingJob.played(env, "history", HISTORY)
                .transform(FailingJob.BEFORE, PackedType.LOG_RECORD, FAILURES.at(FailingJob.BEFORE))
                .setParallelism(1);
        DataStream<LogRecord> rules = FailingJob.played(env, "definitions", () -> FailingJob.inputOf(DEFINITIONS));
        Stages stages = Stages.of(
                records,
                rules,
                rules,
                surroundings,
                new CustomerOperator(surroundings, CACHE_BYTES, Writers.CUSTOMERS));
        stages.transitions()
                .transform(FailingJob.BEHIND, PackedType.TOPIC_RECORD, FAILURES.at(FailingJob.BEHIND))
                .sinkTo(TopicSinks.exactlyOnce(config, Topic.SEGMENT_TRANSITIONS))
                .uid("transitions");
        stages.views()
                .union(stages.personViews())
                .sinkTo(TopicSinks.atLeastOnce(config, Topic.CUSTOMER_VIEWS))
                .uid("views");
    }

    /** The last transition of each segment, by customer; in their order by sequence, which has no gap. */
    private static Map<String, Map<String, SegmentTransition>> told(TestLog log) throws Exception {
        Map<String, Map<Long, SegmentTransition>> bySequence = new TreeMap<>();
        for (SegmentTransition transition : log.readAll(Topic.SEGMENT_TRANSITIONS, SegmentTransition.class)) {
            String of = transition.getCustomerId() + " " + transition.getSegmentId();
            assertThat(bySequence.computeIfAbsent(of, key -> new TreeMap<>()).put(transition.getSequence(), transition))
                    .as(of + " told twice: " + transition)
                    .isNull();
        }
        Map<String, Map<String, SegmentTransition>> last = new TreeMap<>();
        bySequence.forEach((of, transitions) -> {
            int before = 0;
            for (SegmentTransition transition : transitions.values()) {
                assertThat(transition.getValue()).as("%s: %s", of, transitions).isNotEqualTo(before);
                before = transition.getValue();
            }
            assertThat(transitions.keySet()).as(of).last().isEqualTo((long) transitions.size());
            SegmentTransition end = Objects.requireNonNull(transitions.get((long) transitions.size()));
            last.computeIfAbsent(end.getCustomerId(), id -> new TreeMap<>()).put(end.getSegmentId(), end);
        });
        return last;
    }

    private static void compare(Map<String, Map<String, SegmentTransition>> told, Map<String, CustomerView> views)
            throws Exception {
        Rules rules = Rules.of(DEFINITIONS);
        LinkGraph graph = HISTORY.graph();
        RecordPlayer.Input input = HISTORY.input();
        Map<String, CustomerState> expected = new HashMap<>();
        RecordDecoder decoder = new RecordDecoder(new RecordReader(new BuiltInRegistry()));
        for (LogRecord record : input.records()) {
            if (decoder.decode(record) instanceof Happened happened) {
                String person = graph.person(Ids.ofKey(record.key()));
                rules.engine().onEvent(expected.computeIfAbsent(person, CustomerState::new), happened.event());
            }
        }
        int merged = 0;
        int members = 0;
        for (String key : HISTORY.keys()) {
            String person = graph.person(Ids.ofKey(key));
            CustomerState state = expected.get(person);
            boolean own = Ids.toKey(person).equals(key);
            merged += own ? 0 : 1;
            if (state == null) {
                continue;
            }
            CustomerView view = Objects.requireNonNull(views.get(key), key);
            rules.engine().onTime(state, input.end() - EventTimes.OUT_OF_ORDERNESS_MILLIS);
            for (var lease : rules.engine().memberships(state)) {
                Definition segment = DEFINITIONS.get(lease.segment());
                boolean member = own && lease.value() == Truth.TRUE;
                members += member ? 1 : 0;
                SegmentTransition last = told.getOrDefault(key, Map.of()).get(segment.id());
                assertThat(last != null && last.getValue() == 1)
                        .as("%s of %s in %s", key, person, segment.id())
                        .isEqualTo(member);
                assertThat(view.getPerson()).as(key).isEqualTo(own ? null : Ids.toKey(person));
                assertThat(valueIn(view, lease.segment()))
                        .as("%s of %s in the view of %s", key, person, segment.id())
                        .isEqualTo(member);
            }
            if (own) {
                assertThat(view.getApplied()).as(key).isGreaterThanOrEqualTo(state.applied());
            }
        }
        assertThat(merged).isGreaterThan(GROUPS);
        assertThat(members).isGreaterThan(GROUPS / 2);
    }

    private static boolean valueIn(CustomerView view, int segment) {
        return view.getMemberships().stream()
                .filter(membership -> membership.getSegment() == segment)
                .mapToInt(Membership::getValue)
                .anyMatch(value -> value == 1);
    }

    private static boolean isNewer(CustomerView view, CustomerView other) {
        return version(view).compareTo(version(other)) > 0;
    }

    private static io.makolet.domain.customer.CustomerView.Version version(CustomerView view) {
        return new io.makolet.domain.customer.CustomerView.Version(
                view.getEra(), view.getMerged(), view.getApplied(), view.getAttempt(), view.getRevision());
    }
}
