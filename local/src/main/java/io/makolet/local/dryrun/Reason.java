package io.makolet.local.dryrun;

import com.fasterxml.jackson.annotation.JsonValue;
import io.makolet.v1.ConditionExplanation;
import io.makolet.v1.SegmentExplanation;
import io.makolet.v1.Truth;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A finding that is not the same under two versions of definitions.
 *
 * @param side under which it was found
 * @param asks what the condition asks, as in the definition
 * @param value its truth; null for unknown
 * @param observed the number that was found; null where there is none
 * @param comparison how it is compared; null where it isn't
 * @param required the number it is compared with; null where there is none
 * @param text the same for people
 * @param notes for people: why it is unknown, what decides, when it will change
 */
public record Reason(
        Side side,
        String asks,
        @Nullable Boolean value,
        @Nullable BigDecimal observed,
        @Nullable String comparison,
        @Nullable BigDecimal required,
        String text,
        List<String> notes) {

    /** One of the two versions. */
    public enum Side {
        BEFORE,
        AFTER;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is found of one segment on both sides; empty where there is no such segment on it. */
    static List<Reason> between(Optional<SegmentExplanation> before, Optional<SegmentExplanation> after) {
        List<ConditionExplanation> was = leaves(before);
        List<ConditionExplanation> is = leaves(after);
        List<Reason> result = new ArrayList<>();
        add(Side.BEFORE, was, is, result);
        add(Side.AFTER, is, was, result);
        if (result.isEmpty()) {
            // The leaves are the same: what puts them together is not, or a consent is asked for.
            before.ifPresent(segment -> addWhole(Side.BEFORE, segment, result));
            after.ifPresent(segment -> addWhole(Side.AFTER, segment, result));
        }
        return result;
    }

    private static void add(
            Side side, List<ConditionExplanation> these, List<ConditionExplanation> others, List<Reason> to) {
        Set<ConditionExplanation> same = new LinkedHashSet<>(others);
        for (ConditionExplanation leaf : new LinkedHashSet<>(these)) {
            if (!same.contains(leaf)) {
                to.add(of(side, leaf));
            }
        }
    }

    private static void addWhole(Side side, SegmentExplanation segment, List<Reason> to) {
        to.add(new Reason(
                side, "", truth(segment.getValue()), null, null, null, segment.getText(), segment.getNotesList()));
        to.add(of(side, segment.getWhen()));
    }

    private static Reason of(Side side, ConditionExplanation found) {
        return new Reason(
                side,
                found.getAsks(),
                truth(found.getValue()),
                number(found.getObserved()),
                found.getComparison().isEmpty() ? null : found.getComparison(),
                number(found.getRequired()),
                found.getText(),
                found.getNotesList());
    }

    private static List<ConditionExplanation> leaves(Optional<SegmentExplanation> segment) {
        List<ConditionExplanation> result = new ArrayList<>();
        segment.ifPresent(found -> collect(found.getWhen(), result));
        return result;
    }

    private static void collect(ConditionExplanation condition, List<ConditionExplanation> to) {
        if (condition.hasSegment()) {
            collect(condition.getSegment().getWhen(), to);
        } else if (condition.getPartsCount() == 0) {
            to.add(condition);
        } else {
            condition.getPartsList().forEach(part -> collect(part, to));
        }
    }

    private static @Nullable BigDecimal number(String text) {
        return text.isEmpty() ? null : new BigDecimal(text);
    }

    private static @Nullable Boolean truth(Truth value) {
        return switch (value) {
            case TRUE -> Boolean.TRUE;
            case FALSE -> Boolean.FALSE;
            case UNKNOWN, UNRECOGNIZED -> null;
        };
    }
}
