package io.makolet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.customer.NaiveCustomer;
import io.makolet.domain.customer.OracleCase;
import io.makolet.domain.customer.OracleCase.Announced;
import io.makolet.domain.customer.OracleCase.Happens;
import io.makolet.domain.customer.OracleCase.Passes;
import io.makolet.domain.customer.OracleCase.Published;
import io.makolet.domain.customer.OracleCase.Step;
import io.makolet.domain.customer.OracleCase.Stored;
import io.makolet.domain.customer.Paste;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Truth;
import io.makolet.flink.CustomerStage;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.DefinitionMapping;
import io.makolet.schemas.EventWriter;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import io.makolet.serving.tail.HandFedNode;
import io.makolet.v1.Customer;
import io.makolet.v1.SegmentMembership;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A case of the oracle's that goes the way of production, from an event's bytes through the customer stage, the topic of
 * views and the store to a client's answer; and is compared there.
 */
final class ServedCase {

    private static final long HOUR = Duration.ofHours(1).toMillis();

    /** For so long the job knows an event when it comes again; the oracle does for ever. */
    private static final long DEDUPLICATION = Duration.ofDays(7).toMillis();

    private static final SchemaRegistry REGISTRY = new BuiltInRegistry();
    private static final EventWriter EVENTS = new EventWriter(REGISTRY, "test");
    private static final RecordWriter<io.makolet.avro.Definition> DEFINITIONS =
            RecordWriter.of(REGISTRY, Topic.DEFINITIONS, io.makolet.avro.Definition.class);

    /** How many coming changes a lease lists. */
    private static final int LISTED_CHANGES = 4;

    private final OracleCase oracleCase;
    private final Setting setting;
    private final CustomerStage stage;
    private final HandFedNode node;
    private final String customer;

    private final Tally tally = new Tally();
    private final NaiveCustomer oracle;
    private final Map<String, Long> stamps = new HashMap<>();
    private final Map<String, Truth> last = new TreeMap<>();
    private List<Definition> live = List.of();
    private long latest = Long.MIN_VALUE;
    private long now = Long.MIN_VALUE;

    /**
     * How a case is run.
     *
     * @param hold how long after they are due timers fire, or null for never
     * @param restarts are there restarts where the state is to be stored, or is it only written?
     */
    record Setting(@Nullable Duration hold, boolean restarts) {}

    /** What was compared. */
    static final class Tally {
        private long answers;
        private long flips;
        private long outlived;
        private long expired;

        /** Answers of all segments. */
        long answers() {
            return answers;
        }

        /** Changes of a membership that time alone made, and that were served. */
        long flips() {
            return flips;
        }

        /** Answers that were not compared: they said that they were too old, as more changed than a lease lists. */
        long outlived() {
            return outlived;
        }

        /** Answers that were not compared, because they said that they were too old, without such a reason. */
        long expired() {
            return expired;
        }

        @Override
        public String toString() {
            return answers + " answers with " + flips + " flips, " + outlived + " behind their leases, " + expired
                    + " too old";
        }

        void add(Tally other) {
            answers += other.answers;
            flips += other.flips;
            outlived += other.outlived;
            expired += other.expired;
        }
    }

    /**
     * @param stage without definitions, its watermark not after the case
     * @param customer whom stage and node do not know yet
     */
    ServedCase(OracleCase oracleCase, Setting setting, CustomerStage stage, HandFedNode node, String customer) {
        this.oracleCase = oracleCase;
        this.setting = setting;
        this.stage = stage;
        this.node = node;
        this.customer = customer;
        this.oracle = new NaiveCustomer(customer, oracleCase.definitions());
    }

    /** Compares every answer one millisecond before, at and one after each instant at which time may change something. */
    Tally run() throws Exception {
        try {
            publish(oracleCase.definitions());
            List<Step> steps = oracleCase.steps();
            for (int i = 0; i < steps.size(); i++) {
                String where = "step " + i + ", " + Paste.step(steps.get(i));
                step(steps.get(i), where);
                if (latest != Long.MIN_VALUE) {
                    ask(now, where);
                    boolean end = i == steps.size() - 1;
                    askThrough(end ? Math.max(now, latest + HOUR) : until(steps.get(i + 1)), where);
                }
            }
            publish(List.of());
        } finally {
            live.forEach(definition -> feed(definition.key(), null));
        }
        return tally;
    }

    private void step(Step step, String where) throws Exception {
        if (step instanceof Happens happens) {
            happens(happens.event());
        } else if (step instanceof Passes passes && latest != Long.MIN_VALUE) {
            askThrough(now + passes.millis(), where);
        } else if (step instanceof Published published) {
            putInForce(published.definitions());
        } else if (step instanceof Announced announced) {
            putInForce(announced.definitions());
        } else if (step instanceof Stored) {
            store();
        }
        node.take(stage.takeViews());
    }

    private void putInForce(List<Definition> definitions) throws Exception {
        publish(definitions);
        oracle.onDefinitions(definitions);
        last.clear();
    }

    private void store() throws Exception {
        if (setting.restarts()) {
            stage.restart();
        } else {
            stage.flush();
        }
    }

    private void happens(Event event) throws Exception {
        long clock = Math.max(latest, event.time());
        Long stamp = stamps.putIfAbsent(event.id(), clock);
        if (stamp != null && Math.max(now, clock) - stamp >= DEDUPLICATION) {
            return;
        }
        latest = clock;
        now = Math.max(now, clock);
        stage.take(EventWriter.topicOf(event), customer, EVENTS.write(event), now);
        oracle.onEvent(event);
        last.clear();
    }

    /** Until when time passes before a step. */
    private long until(Step step) {
        return step instanceof Happens happens ? happens.event().time() - 1 : now;
    }

    private void askThrough(long through, String where) throws Exception {
        NavigableSet<Long> instants = new TreeSet<>();
        for (long instant : oracle.instants(now, through)) {
            instants.addAll(List.of(instant - 1, instant, instant + 1));
        }
        for (long instant : instants.tailSet(now, true)) {
            ask(instant, where);
        }
        now = Math.max(now, through);
    }

    private void ask(long instant, String where) throws Exception {
        if (setting.hold() != null) {
            stage.advanceTo(instant - setting.hold().toMillis());
            node.take(stage.takeViews());
        }
        now = Math.max(now, instant);
        node.setClock(instant);
        Customer answer = node.customer(customer);
        String at = where + ", asked at " + Instant.ofEpochMilli(instant);
        assertThat(answer.getKnown()).as(at).isTrue();
        assertThat(instantOf(answer)).as(at).isEqualTo(instant);
        assertThat(answer.getSegmentsList()).as(at).hasSize((int)
                live.stream().filter(d -> d.status() == Definition.Status.LIVE).count());
        if (answer.getStale()) {
            if (outlivesALease(instant)) {
                tally.outlived++;
            } else {
                tally.expired++;
            }
            return;
        }
        for (SegmentMembership segment : answer.getSegmentsList()) {
            Truth expected = oracle.at(segment.getId(), instant);
            assertThat(segment.getValue().name())
                    .as("%s, %s as of %d", at, segment.getId(), instant)
                    .isEqualTo(expected.name());
            Truth before = last.put(segment.getId(), expected);
            tally.flips += before != null && before != expected ? 1 : 0;
        }
        tally.answers++;
    }

    /** Has time alone changed a membership more often by an instant than a lease lists, since the customer was evaluated? */
    private boolean outlivesALease(long instant) {
        for (Definition definition : live) {
            Truth truth = oracle.at(definition.id(), latest);
            int changes = 0;
            for (long at : oracle.instants(latest, instant)) {
                Truth then = oracle.at(definition.id(), at);
                changes += then == truth ? 0 : 1;
                truth = then;
            }
            if (changes > LISTED_CHANGES) {
                return true;
            }
        }
        return false;
    }

    private static long instantOf(Customer answer) {
        return answer.getAsOf().getSeconds() * 1_000 + answer.getAsOf().getNanos() / 1_000_000;
    }

    /** Puts other definitions in force, in the job and in the node. */
    private void publish(List<Definition> definitions) throws Exception {
        Map<String, byte @Nullable []> changes = new TreeMap<>();
        live.forEach(definition -> changes.put(definition.key(), null));
        definitions.forEach(
                definition -> changes.put(definition.key(), DEFINITIONS.write(DefinitionMapping.toAvro(definition))));
        for (Map.Entry<String, byte @Nullable []> change : changes.entrySet()) {
            feed(change.getKey(), change.getValue());
            stage.take(Topic.DEFINITIONS, change.getKey(), change.getValue(), node.lastDefinition(), 0);
        }
        stage.putInForce();
        node.take(stage.takeViews());
        // A stage whose watermark has not moved tells nothing itself.
        node.evaluated();
        live = definitions;
    }

    private void feed(String definition, byte @Nullable [] value) {
        byte[] key = definition.getBytes(StandardCharsets.UTF_8);
        node.take(List.of(new ProducerRecord<>(Topic.DEFINITIONS.topicName(), 0, key, value)));
    }
}
