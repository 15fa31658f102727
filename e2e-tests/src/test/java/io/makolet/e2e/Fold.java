package io.makolet.e2e;

import io.makolet.avro.Heartbeat;
import io.makolet.domain.customer.CustomerEngine;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.Outcome;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Transition;
import io.makolet.schemas.DefinitionMapping;
import io.makolet.schemas.EventMapping;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the transitions must be: the log of one topic, folded in order by one thread. */
final class Fold {

    /** A transition as it matters to who acts on it. */
    record Told(String customer, String segment, long sequence, String value, long effectiveAt)
            implements Comparable<Told> {
        @Override
        public int compareTo(Told other) {
            return toString().compareTo(other.toString());
        }

        static Told of(String customer, Transition transition) {
            return new Told(
                    customer,
                    transition.segmentId(),
                    transition.sequence(),
                    transition.value().name(),
                    transition.effectiveAt());
        }
    }

    private final RecordReader reader;

    Fold(RecordReader reader) {
        this.reader = reader;
    }

    /** All transitions up to an instant (milliseconds UTC) of the customers with events in a topic. */
    Set<Told> transitions(String bootstrapServers, Topic topic, long through) throws PoisonException {
        CustomerEngine engine = new CustomerEngine(SegmentPlan.compile(definitions(bootstrapServers)));
        Map<String, CustomerState> states = new HashMap<>();
        Set<Told> told = new TreeSet<>();
        for (ConsumerRecord<byte[], byte[]> record : Topics.read(bootstrapServers, topic)) {
            SpecificRecord value = reader.read(record.value());
            if (value instanceof Heartbeat) {
                continue;
            }
            String customer = new String(record.key(), StandardCharsets.UTF_8);
            Event event = EventMapping.toDomain(customer, EventTimes.of(value), value);
            add(told, customer, engine.onEvent(states.computeIfAbsent(customer, CustomerState::new), event));
        }
        states.forEach((customer, state) -> add(told, customer, engine.onTime(state, through)));
        return told;
    }

    private List<Definition> definitions(String bootstrapServers) throws PoisonException {
        Map<String, Definition> latest = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : Topics.read(bootstrapServers, Topic.DEFINITIONS)) {
            Definition definition =
                    DefinitionMapping.toDomain((io.makolet.avro.Definition) reader.read(record.value()));
            latest.put(definition.key(), definition);
        }
        return new ArrayList<>(latest.values());
    }

    private static void add(Set<Told> told, String customer, Outcome outcome) {
        outcome.transitions().forEach(transition -> told.add(Told.of(customer, transition)));
    }
}
