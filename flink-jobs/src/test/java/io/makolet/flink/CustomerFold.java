package io.makolet.flink;

import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.CustomerStateCodec;
import io.makolet.domain.customer.Outcome;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Transition;
import io.makolet.flink.RecordDecoder.Happened;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What becomes of customers when their records are applied one after the other and nothing ever fails. */
final class CustomerFold {

    private static final long NEVER = Long.MAX_VALUE;

    private final Rules rules;
    private final Map<String, CustomerState> states = new TreeMap<>();

    CustomerFold(List<Definition> definitions) {
        this.rules = Rules.of(definitions);
    }

    /** Applies records in order, each event once. */
    Map<String, List<Transition>> apply(List<LogRecord> records) throws PoisonException {
        RecordDecoder decoder = new RecordDecoder(new RecordReader(new BuiltInRegistry()));
        Map<String, List<Transition>> transitions = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        for (LogRecord record : records) {
            Event event = ((Happened) decoder.decode(record)).event();
            if (seen.add(event.id())) {
                CustomerState state = states.computeIfAbsent(event.customerId(), CustomerState::new);
                add(transitions, state, rules.engine().onEvent(state, event));
            }
        }
        return transitions;
    }

    /** Time passes for all. */
    Map<String, List<Transition>> pass(long through) {
        Map<String, List<Transition>> transitions = new TreeMap<>();
        states.values().forEach(state -> add(transitions, state, rules.engine().onTime(state, through)));
        return transitions;
    }

    /** The customers who are not in the same state; those on one side only among them. */
    Set<String> differing(Map<String, CustomerState> others) {
        Set<String> differing = new HashSet<>(states.keySet());
        differing.addAll(others.keySet());
        differing.removeIf(
                id -> states.containsKey(id) && others.containsKey(id) && same(states.get(id), others.get(id)));
        return differing;
    }

    /** How often time moved a customer without an event, and which timer is armed, depend on the watermark's steps. */
    private boolean same(CustomerState mine, CustomerState other) {
        while (revision(mine) < revision(other)) {
            rules.engine().onTouch(mine);
        }
        CustomerState disarmed = CustomerStateCodec.decode(CustomerStateCodec.encode(other));
        disarmed.armTimer(NEVER);
        return Arrays.equals(CustomerStateCodec.encode(mine), CustomerStateCodec.encode(disarmed));
    }

    private long revision(CustomerState state) {
        return rules.views().view(state, 0).version().revision();
    }

    private static void add(Map<String, List<Transition>> all, CustomerState state, Outcome outcome) {
        if (!outcome.transitions().isEmpty()) {
            all.computeIfAbsent(state.customerId(), id -> new ArrayList<>()).addAll(outcome.transitions());
        }
    }
}
