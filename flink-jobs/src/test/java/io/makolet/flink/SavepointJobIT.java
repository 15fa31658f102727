package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.CustomerView;
import io.makolet.avro.DeadLetter;
import io.makolet.avro.Definition;
import io.makolet.avro.SegmentTransition;
import io.makolet.avro.TransitionCause;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend.PriorityQueueStateType;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The job of today goes on from savepoints of every version that was released. */
class SavepointJobIT {

    /** A stage that the savepoint does not know reads the definitions anew, which have been written again since. */
    private static final int NEW_DEFINITION_SCHEMA = 5001;

    @ParameterizedTest(name = "{0}, timers {1}")
    @CsvSource({"v1, ROCKSDB", "v1, HEAP"})
    void goesOnFromASavepointOf(String version, PriorityQueueStateType timers, @TempDir Path directory)
            throws Exception {
        URL savepoint = Objects.requireNonNull(getClass().getResource("/state/" + version + "/savepoint"));
        try (TestRegistry registry = TestRegistry.start();
                TestBroker broker = TestBroker.start(directory.resolve("kafka"));
                TestLog log = new TestLog(broker.bootstrapServers());
                TestCluster cluster = TestCluster.start("rocksdb", directory.resolve("flink"))) {
            registry.add(
                    new BuiltInRegistry().idOf(Topic.DEFINITIONS.subject(), Definition.getClassSchema()),
                    definitionSchema(version));
            registry.add(NEW_DEFINITION_SCHEMA, Definition.getClassSchema());
            StoredSavepoint.appendHistory(log, NEW_DEFINITION_SCHEMA);
            JobConfig config = JobConfig.of(broker.bootstrapServers(), registry.config(), ClockMode.LOG);
            Configuration settings = new Configuration();
            settings.set(RocksDBOptions.TIMER_SERVICE_FACTORY, timers);
            cluster.submit(env -> PersonalizationJob.build(env, config), settings, savepoint.toString());

            long next = StoredSavepoint.LAST.plus(Duration.ofDays(1)).toEpochMilli();
            for (int i = 0; i < StoredSavepoint.CUSTOMERS - 1; i++) {
                String customer = StoredSavepoint.customer(i);
                log.append(Topic.PURCHASES, customer, Samples.purchase(customer + "-1", next));
                log.append(Topic.PURCHASES, customer, Samples.purchase(customer + "-5", next));
            }
            // The one who comes back after a year has moved the log's clock: the others' timers fire.
            String returned = StoredSavepoint.customer(StoredSavepoint.CUSTOMERS - 1);
            long late = StoredSavepoint.LAST.plus(Duration.ofDays(300)).toEpochMilli();
            log.append(Topic.PURCHASES, returned, Samples.purchase("returned", late));

            for (int i = 0; i < StoredSavepoint.CUSTOMERS - 1; i++) {
                String customer = StoredSavepoint.customer(i);
                List<SegmentTransition> transitions = log.readUntil(
                        Topic.SEGMENT_TRANSITIONS,
                        SegmentTransition.class,
                        t -> t.getCustomerId().equals(customer) && t.getCause() == TransitionCause.TIMER);
                assertThat(transitions.stream().filter(t -> t.getCustomerId().equals(customer)))
                        .extracting(SegmentTransition::getSegmentId, SegmentTransition::getValue)
                        .containsExactly(
                                org.assertj.core.groups.Tuple.tuple("regular", 1),
                                org.assertj.core.groups.Tuple.tuple("recent", 0));
            }
            assertThat(log.readAll(Topic.DEAD_LETTERS, DeadLetter.class)).isEmpty();
            List<CustomerView> views = log.readUntil(
                    Topic.CUSTOMER_VIEWS, CustomerView.class, view -> "returned".equals(view.getLastEventId()));
            assertThat(views.stream().filter(view -> view.getMerged() == 0))
                    .as("nothing of the history is applied again")
                    .allMatch(view -> view.getApplied() == StoredSavepoint.PURCHASES + 1);
            assertThat(log.readUntil(Topic.CUSTOMER_VIEWS, CustomerView.class, view -> view.getPerson() != null))
                    .as("what the earlier version had seen together is linked")
                    .anyMatch(view -> view.getCustomerId().equals("loyalty:L-1")
                            && StoredSavepoint.customer(0).equals(view.getPerson()));
        }
    }

    /** The schema that the registry kept for the definitions in the savepoint; this build writes another one. */
    private Schema definitionSchema(String version) throws IOException {
        try (InputStream schema = Objects.requireNonNull(
                getClass().getResourceAsStream("/state/" + version + "/Definition.avsc"), version)) {
            return new Schema.Parser().parse(schema);
        }
    }
}
