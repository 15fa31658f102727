package io.makolet.flink;

import io.makolet.avro.CustomerView;
import io.makolet.avro.Identity;
import io.makolet.avro.SegmentTransition;
import io.makolet.domain.definition.Definition;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.Topic;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.JobID;

/**
 * The history behind the savepoints in test resources, and the program that writes one. A savepoint is written once for
 * each version of the state that is released, and never again.
 */
final class StoredSavepoint {

    /** When the last purchase of the history was. */
    static final Instant LAST = Instant.parse("2011-03-05T12:00:00Z");

    /** Ten customers with four purchases each, one with another id, and two segments. */
    static final int CUSTOMERS = 10;

    static final int PURCHASES = 4;

    private static final List<Definition> DEFINITIONS = List.of(
            Samples.frequent("recent", 0, 1, Duration.ofDays(30)),
            Samples.frequent("regular", 1, 5, Duration.ofDays(365)));

    private StoredSavepoint() {}

    /**
     * Appends the history to an empty log; it lies at the same offsets every time.
     *
     * @param definitionSchema id under which the registry has the schema of this build's definitions
     */
    static void appendHistory(TestLog log, int definitionSchema) throws Exception {
        for (Definition definition : DEFINITIONS) {
            byte[] value = Samples.definition(definition);
            ByteBuffer.wrap(value).putInt(1, definitionSchema);
            log.append(Topic.DEFINITIONS, definition.key(), value);
        }
        for (int round = 1; round <= PURCHASES; round++) {
            for (int i = 0; i < CUSTOMERS; i++) {
                long time = LAST.minus(Duration.ofDays(PURCHASES - round)).toEpochMilli();
                Identity[] identities = i == 0 ? new Identity[] {new Identity("loyalty", "L-1")} : new Identity[0];
                log.append(Topic.PURCHASES, customer(i), Samples.purchase(customer(i) + "-" + round, time, identities));
            }
        }
    }

    static String customer(int i) {
        return "customer-" + i;
    }

    /**
     * Runs the history through the job and stops it.
     *
     * @param arguments folder in which the savepoint is put
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("savepoint");
        try (TestRegistry registry = TestRegistry.start();
                TestBroker broker = TestBroker.start(directory.resolve("kafka"));
                TestLog log = new TestLog(broker.bootstrapServers());
                TestCluster cluster = TestCluster.start("rocksdb", directory.resolve("flink"))) {
            appendHistory(
                    log,
                    new BuiltInRegistry()
                            .idOf(Topic.DEFINITIONS.subject(), io.makolet.avro.Definition.getClassSchema()));
            JobID job = cluster.submit(JobConfig.of(broker.bootstrapServers(), registry.config(), ClockMode.LOG), null);
            for (int i = 0; i < CUSTOMERS; i++) {
                String customer = customer(i);
                log.readUntil(
                        Topic.CUSTOMER_VIEWS,
                        CustomerView.class,
                        view -> view.getCustomerId().equals(customer) && view.getApplied() == PURCHASES);
                // Once they are committed, the savepoint holds no transaction that only this broker knows.
                log.readUntil(
                        Topic.SEGMENT_TRANSITIONS,
                        SegmentTransition.class,
                        transition -> transition.getCustomerId().equals(customer));
            }
            cluster.checkpoint(job);
            cluster.stop(job, Path.of(arguments[0]));
        }
    }
}
