package io.makolet.schemas;

import static io.makolet.schemas.DefinitionMapping.required;
import static io.makolet.schemas.PoisonException.invalid;
import static io.makolet.schemas.PoisonException.unsupported;

import io.makolet.avro.MeasureNode;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Window;
import java.util.Locale;

/** What is made of events, between the wire and the domain. */
final class MeasureMapping {

    private static final String FIRST = "first";
    private static final String LAST = "last";

    private MeasureMapping() {}

    static Condition.Measure toDomain(MeasureNode node) throws PoisonException {
        return new Condition.Measure(spec(node), function(node.getFunction()));
    }

    static MeasureNode toAvro(Condition.Measure measure) {
        return toAvro(measure.spec(), function(measure.function()));
    }

    static AggregateSpec spec(MeasureNode node) throws PoisonException {
        return new AggregateSpec(
                EventMatchMapping.toDomain(node.getMatch()),
                node.getOf(),
                window(node),
                EventMatchMapping.toDomainOrNull(node.getSince()));
    }

    static MeasureNode toAvro(AggregateSpec spec, String function) {
        MeasureNode.Builder node = MeasureNode.newBuilder()
                .setFunction(function)
                .setMatch(EventMatchMapping.toAvro(spec.match()))
                .setOf(spec.of())
                .setSince(EventMatchMapping.toAvroOrNull(spec.since()));
        if (spec.window() instanceof Window.Sliding sliding) {
            return node.setWindow("sliding").setSize(sliding.millis()).build();
        }
        if (spec.window() instanceof Window.Calendar calendar) {
            return node.setWindow("calendar").setPeriod(period(calendar)).build();
        }
        if (spec.window() instanceof Window.LastN last) {
            return node.setWindow("last").setSize((long) last.n()).build();
        }
        return node.setWindow("lifetime").build();
    }

    static Condition.Function function(String function) throws PoisonException {
        return switch (function) {
            case "count" -> Condition.Function.COUNT;
            case "sum" -> Condition.Function.SUM;
            case "avg" -> Condition.Function.AVG;
            case "min" -> Condition.Function.MIN;
            case "max" -> Condition.Function.MAX;
            case "distinct" -> Condition.Function.DISTINCT;
            case FIRST -> Condition.Function.FIRST;
            case LAST -> Condition.Function.LAST;
            default ->
                throw unsupported(
                        "function '" + function + "', expected count, sum, avg, min, max, distinct, first or last");
        };
    }

    static String function(Condition.Function function) {
        return function.name().toLowerCase(Locale.ROOT);
    }

    /** Is the age that of the first event? */
    static boolean isFirst(String function) throws PoisonException {
        return switch (function) {
            case FIRST -> true;
            case LAST -> false;
            default -> throw unsupported("age of the event '" + function + "', expected first or last");
        };
    }

    static String firstOrLast(boolean first) {
        return first ? FIRST : LAST;
    }

    private static Window window(MeasureNode node) throws PoisonException {
        return switch (node.getWindow()) {
            case "lifetime" -> Window.LIFETIME;
            case "sliding" -> new Window.Sliding(required(node.getSize(), "size"));
            case "calendar" -> new Window.Calendar(period(required(node.getPeriod(), "period")));
            case "last" -> new Window.LastN(events(required(node.getSize(), "size")));
            default ->
                throw unsupported("window '" + node.getWindow() + "', expected lifetime, sliding, calendar or last");
        };
    }

    private static int events(long size) throws PoisonException {
        if (size < 1 || size > Window.LastN.MOST) {
            throw invalid("last " + size + " events, expected 1 to " + Window.LastN.MOST);
        }
        return (int) size;
    }

    private static Window.Period period(String period) throws PoisonException {
        return switch (period) {
            case "day" -> Window.Period.DAY;
            case "week" -> Window.Period.WEEK;
            case "month" -> Window.Period.MONTH;
            case "quarter" -> Window.Period.QUARTER;
            case "year" -> Window.Period.YEAR;
            default -> throw unsupported("period '" + period + "', expected day, week, month, quarter or year");
        };
    }

    private static String period(Window.Calendar calendar) {
        return calendar.period().name().toLowerCase(Locale.ROOT);
    }
}
