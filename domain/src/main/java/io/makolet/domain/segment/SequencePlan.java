package io.makolet.domain.segment;

import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One sequence of the plan, and the persisted id of what is kept for it. */
public final class SequencePlan {

    private final long id;
    private final int slot;
    private final Sequence sequence;
    private final List<Node> leaves = new ArrayList<>(1);

    SequencePlan(Sequence sequence, int slot) {
        this.sequence = sequence;
        this.slot = slot;
        this.id = StateId.of(canonical(sequence));
    }

    /** Id under which customers' states keep the trace: equal for equal sequences, in every run. */
    public long id() {
        return id;
    }

    /** Position in the plan. */
    int slot() {
        return slot;
    }

    /** What conditions ask of it. */
    List<Node> leaves() {
        return leaves;
    }

    /** Types of the events that are steps, or must not follow. */
    Set<String> eventTypes() {
        Set<String> types = new HashSet<>();
        sequence.steps().forEach(step -> types.addAll(step.eventTypes()));
        if (sequence.thenNot() != null) {
            types.addAll(sequence.thenNot().eventTypes());
        }
        return types;
    }

    int steps() {
        return sequence.steps().size();
    }

    /** Bit of what must not follow; the steps have the lower ones. */
    int absentBit() {
        return 1 << steps();
    }

    boolean hasAbsence() {
        return sequence.thenNot() != null;
    }

    long within() {
        return sequence.withinMillis() == Sequence.UNBOUNDED ? Series.NEVER : sequence.withinMillis();
    }

    long over() {
        return sequence.overMillis() == Sequence.UNBOUNDED ? Series.NEVER : sequence.overMillis();
    }

    /** Time after the last step that must pass without what must not follow. */
    long patience() {
        return Series.addSaturating(sequence.withinMillis(), sequence.graceMillis());
    }

    /** Has an event the field that must be equal along a chain? */
    boolean takes(Event event) {
        return sequence.by() == null || event.value(sequence.by()) != null;
    }

    /** Is there a field that must be equal along a chain? */
    boolean isKeyed() {
        return sequence.by() != null;
    }

    /** What tells an event's chain from others. */
    long key(Event event) {
        return sequence.by() == null
                ? 0
                : ValueHash.identity(event, event.schema().indexOf(sequence.by()));
    }

    static String canonical(Sequence sequence) {
        StringBuilder text = new StringBuilder("sequence");
        for (EventMatch step : sequence.steps()) {
            text.append('|').append(match(step));
        }
        EventMatch absent = sequence.thenNot();
        return text.append(absent == null ? "" : "|not|" + match(absent))
                .append("|by|")
                .append(sequence.by() == null ? "" : sequence.by())
                .append('|')
                .append(sequence.withinMillis())
                .append('|')
                .append(sequence.graceMillis())
                .append('|')
                .append(sequence.overMillis())
                .toString();
    }

    private static String match(EventMatch match) {
        return StateId.types(match) + "|" + StateId.where(match);
    }
}
