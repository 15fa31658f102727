package io.makolet.schemas;

import static io.makolet.schemas.PoisonException.invalid;
import static io.makolet.schemas.PoisonException.unsupported;

import io.makolet.avro.ConditionFinding;
import io.makolet.avro.ConditionNode;
import io.makolet.avro.EvidenceEvent;
import io.makolet.avro.Flip;
import io.makolet.avro.HeldMembership;
import io.makolet.avro.SegmentFinding;
import io.makolet.avro.UnknownReason;
import io.makolet.domain.explain.Explanation;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Finding;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Truth;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Explanations between the wire and the domain; there and back again is the same. */
public final class ExplanationMapping {

    private ExplanationMapping() {}

    /** The answer that there is no such live segment. */
    public static io.makolet.avro.Explanation noSuchSegment(
            String requestId, String customerId, String segmentId, long asOf) {
        return io.makolet.avro.Explanation.newBuilder()
                .setRequestId(requestId)
                .setCustomerId(customerId)
                .setSegmentId(segmentId)
                .setAsOf(Instant.ofEpochMilli(asOf))
                .setKnown(false)
                .build();
    }

    /** The record that answers a request. */
    public static io.makolet.avro.Explanation toAvro(String requestId, Explanation explanation) {
        return io.makolet.avro.Explanation.newBuilder()
                .setRequestId(requestId)
                .setCustomerId(explanation.customerId())
                .setSegmentId(explanation.segment().id())
                .setAsOf(Instant.ofEpochMilli(explanation.asOf()))
                .setKnown(explanation.known())
                .setZone(explanation.zone())
                .setSegment(segment(explanation.segment()))
                .setChange(explanation.change() == null ? null : ChangeMapping.toAvro(explanation.change()))
                .build();
    }

    /**
     * The explanation in a record; empty where there is no such live segment.
     *
     * @throws PoisonException if it says something that this version doesn't know, or contradicts itself
     */
    public static Optional<Explanation> toDomain(io.makolet.avro.Explanation value) throws PoisonException {
        SegmentFinding segment = value.getSegment();
        if (segment == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Explanation(
                    value.getCustomerId(),
                    value.getKnown(),
                    value.getAsOf().toEpochMilli(),
                    value.getZone(),
                    segment(segment),
                    value.getChange() == null ? null : ChangeMapping.toDomain(value.getChange())));
        } catch (IllegalArgumentException e) {
            throw invalid("explanation of segment '" + value.getSegmentId() + "': " + e.getMessage());
        }
    }

    private static SegmentFinding segment(Finding.Segment segment) {
        return SegmentFinding.newBuilder()
                .setId(segment.id())
                .setVersion(segment.version())
                .setPurpose(segment.purpose())
                .setValue(segment.value().code())
                .setNext(flip(segment.next()))
                .setValidUntil(
                        segment.validUntil() == Long.MAX_VALUE ? null : Instant.ofEpochMilli(segment.validUntil()))
                .setUnknown(unknown(segment.unknown()))
                .setHeld(held(segment.held()))
                .setCondition(
                        withoutLists(ConditionMapping.toAvro(segment.when().condition())))
                .setWhen(finding(segment.when()))
                .build();
    }

    private static Finding.Segment segment(SegmentFinding value) throws PoisonException {
        Instant validUntil = value.getValidUntil();
        return new Finding.Segment(
                value.getId(),
                value.getVersion(),
                value.getPurpose(),
                truth(value.getValue()),
                flip(value.getNext()),
                validUntil == null ? Long.MAX_VALUE : validUntil.toEpochMilli(),
                unknown(value.getUnknown()),
                held(value.getHeld()),
                finding(value.getWhen(), ConditionMapping.toDomain(value.getCondition())));
    }

    private static ConditionFinding finding(Finding finding) {
        Finding.Segment segment = finding.segment();
        return ConditionFinding.newBuilder()
                .setValue(finding.value().code())
                .setNext(flip(finding.next()))
                .setUnknown(unknown(finding.unknown()))
                .setObserved(
                        finding.observed() == null ? null : finding.observed().toPlainString())
                .setFields(finding.fields().entrySet().stream()
                        .map(field -> ProfileMapping.toAvro(new ProfileChange(field.getKey(), field.getValue())))
                        .toList())
                .setEvidence(finding.evidence().stream()
                        .map(event ->
                                new EvidenceEvent(word(event.role()), Instant.ofEpochMilli(event.at()), event.steps()))
                        .toList())
                .setParts(finding.parts().stream()
                        .map(ExplanationMapping::finding)
                        .toList())
                .setSegment(segment == null ? null : segment(segment))
                .build();
    }

    /** Lists may be long, and who is on them is nobody else's business. */
    private static ConditionNode withoutLists(ConditionNode node) {
        node.setCustomerIds(List.of());
        node.getChildren().forEach(ExplanationMapping::withoutLists);
        return node;
    }

    /** A finding goes with the node of the condition that stands where it does. */
    private static Finding finding(ConditionFinding value, Condition condition) throws PoisonException {
        if (value.getParts().size() != condition.parts().size()) {
            throw invalid(value.getParts().size() + " findings of a condition's parts, expected "
                    + condition.parts().size());
        }
        List<Finding> parts = new ArrayList<>();
        for (int i = 0; i < value.getParts().size(); i++) {
            parts.add(finding(value.getParts().get(i), condition.parts().get(i)));
        }
        List<Finding.Evidence> evidence = new ArrayList<>();
        for (EvidenceEvent event : value.getEvidence()) {
            evidence.add(new Finding.Evidence(
                    named(Finding.Role.class, event.getRole()), event.getAt().toEpochMilli(), event.getSteps()));
        }
        return new Finding(
                condition,
                truth(value.getValue()),
                flip(value.getNext()),
                unknown(value.getUnknown()),
                value.getObserved() == null ? null : new BigDecimal(value.getObserved()),
                ViewMapping.profile(value.getFields()),
                evidence,
                parts,
                value.getSegment() == null ? null : segment(value.getSegment()));
    }

    private static @Nullable Flip flip(Membership.@Nullable Flip flip) {
        return flip == null
                ? null
                : new Flip(Instant.ofEpochMilli(flip.at()), flip.value().code());
    }

    private static Membership.@Nullable Flip flip(@Nullable Flip flip) throws PoisonException {
        return flip == null ? null : new Membership.Flip(flip.getAt().toEpochMilli(), truth(flip.getValue()));
    }

    private static @Nullable UnknownReason unknown(Finding.@Nullable Unknown unknown) {
        return unknown == null ? null : new UnknownReason(word(unknown.why()), unknown.about());
    }

    private static Finding.@Nullable Unknown unknown(@Nullable UnknownReason value) throws PoisonException {
        return value == null ? null : new Finding.Unknown(named(Finding.Why.class, value.getWhy()), value.getAbout());
    }

    private static @Nullable HeldMembership held(Finding.@Nullable Held held) {
        return held == null
                ? null
                : new HeldMembership(
                        word(held.hold()), held.until() == Long.MAX_VALUE ? null : Instant.ofEpochMilli(held.until()));
    }

    private static Finding.@Nullable Held held(@Nullable HeldMembership value) throws PoisonException {
        return value == null
                ? null
                : new Finding.Held(
                        named(Finding.Hold.class, value.getHold()),
                        value.getUntil() == null
                                ? Long.MAX_VALUE
                                : value.getUntil().toEpochMilli());
    }

    static Truth truth(int value) throws PoisonException {
        return TransitionMapping.truth(value, "explanation");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E named(Class<E> type, String word) throws PoisonException {
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(word)) {
                return constant;
            }
        }
        throw unsupported("'" + word + "' in an explanation, expected one of "
                + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
    }
}
