package io.makolet.definitions;

import io.makolet.domain.segment.Condition;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/** Where the conditions that were read stand. */
final class Places {

    /** Keys at whose value a condition is best pointed at: what it compares with, or how long it takes. */
    private static final List<String> TELLING = List.of("is", "within");

    private record Place(Report report, int offset) {}

    private final IdentityHashMap<Condition, Place> places = new IdentityHashMap<>();

    void put(Condition condition, YamlNode.Entry entry, Report report) {
        places.put(condition, new Place(report, offset(entry, report)));
    }

    private static int offset(YamlNode.Entry entry, Report report) {
        if (entry.value() instanceof YamlNode.Mapping operand) {
            for (String key : TELLING) {
                if (operand.entry(key).isPresent()
                        && operand.entry(key).get().value() instanceof YamlNode.Scalar scalar) {
                    return report.offset(scalar, 0);
                }
            }
        }
        return entry.key().start();
    }

    void problem(Condition condition, String message) {
        Place place = of(condition);
        place.report().problem(place.offset(), message);
    }

    /** Does a condition stand behind another one of the same file? */
    boolean isBehind(Condition one, Condition other) {
        return of(one).offset() > of(other).offset();
    }

    /** {@code file:line:column}. */
    String name(Condition condition) {
        Place place = of(condition);
        return place.report().source().place(place.offset());
    }

    private Place of(Condition condition) {
        return Objects.requireNonNull(places.get(condition), condition::toString);
    }
}
