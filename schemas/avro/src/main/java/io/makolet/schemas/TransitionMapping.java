package io.makolet.schemas;

import static io.makolet.schemas.PoisonException.unsupported;

import io.makolet.avro.SegmentTransition;
import io.makolet.avro.TransitionCause;
import io.makolet.domain.segment.Transition;
import io.makolet.domain.segment.Truth;
import java.time.Instant;

/** Transitions between the wire and the domain. */
public final class TransitionMapping {

    private TransitionMapping() {}

    /** The transition in a record; whose it is stands in {@link SegmentTransition#getCustomerId()}. */
    public static Transition toDomain(SegmentTransition value) throws PoisonException {
        return new Transition(
                value.getSegmentId(),
                value.getDefinitionVersion(),
                value.getSequence(),
                truth(value.getValue(), "transition of segment '" + value.getSegmentId() + "'"),
                value.getEffectiveAt().toEpochMilli(),
                cause(value.getCause()),
                value.getEventId());
    }

    /**
     * The record of a transition.
     *
     * @param detectedAt wall-clock time, milliseconds since the epoch, UTC
     */
    public static SegmentTransition toAvro(String customerId, Transition transition, long detectedAt) {
        return SegmentTransition.newBuilder()
                .setCustomerId(customerId)
                .setSegmentId(transition.segmentId())
                .setDefinitionVersion(transition.definitionVersion())
                .setSequence(transition.sequence())
                .setValue(transition.value().code())
                .setEffectiveAt(Instant.ofEpochMilli(transition.effectiveAt()))
                .setDetectedAt(Instant.ofEpochMilli(detectedAt))
                .setCause(cause(transition.cause()))
                .setEventId(transition.eventId())
                .build();
    }

    static Truth truth(int value, String where) throws PoisonException {
        try {
            return Truth.of(value);
        } catch (IllegalArgumentException e) {
            throw PoisonException.invalid(where + ": " + e.getMessage());
        }
    }

    private static Transition.Cause cause(TransitionCause cause) throws PoisonException {
        return switch (cause) {
            case EVENT -> Transition.Cause.EVENT;
            case TIMER -> Transition.Cause.TIMER;
            case LATE -> Transition.Cause.LATE;
            case BACKFILL -> Transition.Cause.BACKFILL;
            case MERGE -> Transition.Cause.MERGE;
            case DEFINITION -> Transition.Cause.DEFINITION;
            case CONSENT -> Transition.Cause.CONSENT;
            case ERASURE -> Transition.Cause.ERASURE;
            case UNKNOWN -> throw unsupported("cause of a transition unknown here, expected one of EVENT to ERASURE");
        };
    }

    private static TransitionCause cause(Transition.Cause cause) {
        return switch (cause) {
            case EVENT -> TransitionCause.EVENT;
            case TIMER -> TransitionCause.TIMER;
            case LATE -> TransitionCause.LATE;
            case BACKFILL -> TransitionCause.BACKFILL;
            case MERGE -> TransitionCause.MERGE;
            case DEFINITION -> TransitionCause.DEFINITION;
            case CONSENT -> TransitionCause.CONSENT;
            case ERASURE -> TransitionCause.ERASURE;
        };
    }
}
