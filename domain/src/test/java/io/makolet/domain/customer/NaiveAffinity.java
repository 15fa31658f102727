package io.makolet.domain.customer;

import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Condition;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the values of a field weigh, all events being weighed anew as seen from the beginning of the first cell that counts. */
public final class NaiveAffinity {

    private NaiveAffinity() {}

    /** Weights by value, of events that match; those without the fields don't count. */
    public static Map<String, BigInteger> weights(Condition.Top top, List<Event> matching) {
        List<Event> events = matching.stream()
                .filter(event -> !values(event.value(top.of())).isEmpty())
                .filter(event -> top.weight() == null || event.value(top.weight()) != null)
                .toList();
        long latest = events.stream().mapToLong(event -> cell(event, top)).max().orElse(0);
        Map<String, BigInteger> weights = new HashMap<>();
        for (Event event : events) {
            if (cell(event, top) > latest - 24) {
                long begin = cell(event, top) * top.halfLifeMillis();
                long step = 256 * (event.time() - begin) / top.halfLifeMillis();
                BigInteger weight = BigInteger.valueOf(Math.round(Math.pow(2, 16 + step / 256.0)))
                        .multiply(
                                BigInteger.valueOf(top.weight() == null ? 1 : NaiveEvents.micros(event, top.weight())))
                        .shiftLeft((int) (cell(event, top) - latest + 23));
                values(event.value(top.of())).forEach(value -> weights.merge(value, weight, BigInteger::add));
            }
        }
        return weights;
    }

    private static long cell(Event event, Condition.Top top) {
        return Math.floorDiv(event.time(), top.halfLifeMillis());
    }

    private static Set<String> values(@Nullable Object field) {
        Set<String> values = new LinkedHashSet<>();
        if (field instanceof List<?> list) {
            list.forEach(value -> values.add(String.valueOf(value)));
        } else if (field != null) {
            values.add(field.toString());
        }
        return values;
    }
}
