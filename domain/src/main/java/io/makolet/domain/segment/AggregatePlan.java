package io.makolet.domain.segment;

import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.event.FieldType;
import io.makolet.domain.expr.CanonicalText;
import io.makolet.domain.expr.Compiler;
import io.makolet.domain.expr.Evaluable;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Condition.AggregateSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One aggregate of the plan: which events it takes, what of them, and under which persisted id. */
public final class AggregatePlan {

    private static final long MICROS = 1_000_000;

    private final long id;
    private final AggregateSpec spec;
    private final @Nullable Evaluable where;

    AggregatePlan(AggregateSpec spec) {
        this.spec = spec;
        this.where = spec.match().where() == null
                ? null
                : Compiler.compile(spec.match().where());
        this.id = id(canonical(spec));
    }

    /** Id under which customers' states keep the series: equal for equal specifications, in every run. */
    public long id() {
        return id;
    }

    /** What was specified. */
    public AggregateSpec spec() {
        return spec;
    }

    /** An empty series of the kind this aggregate needs. */
    public Series newSeries() {
        if (spec.window() instanceof Window.Sliding sliding) {
            return new SlidingSeries(sliding.millis());
        }
        if (spec.window() instanceof Window.Lifetime) {
            return new LifetimeSeries();
        }
        throw new IllegalArgumentException("window " + spec.window() + ", expected sliding or lifetime");
    }

    /** Does the event, whose type is one of the specified, count? An unknown predicate does not. */
    public boolean matches(Event event, Map<String, ProfileValue> profile) {
        return (where == null || Boolean.TRUE.equals(where.evaluate(event, profile)))
                && (spec.of() == null || event.value(spec.of()) != null);
    }

    /** The event's quantity in millionths; 0 where only its time matters. */
    public long quantity(Event event) {
        if (spec.of() == null) {
            return 0;
        }
        EventSchema schema = event.schema();
        int index = schema.indexOf(spec.of());
        Object value = index < 0 ? null : event.value(index);
        if (value instanceof Long number) {
            return schema.fields().get(index).type() == FieldType.MONEY ? number : saturatingMicros(number);
        }
        return value instanceof Double number ? Math.round(number * MICROS) : 0;
    }

    /** One spelling for equal specifications; the text of {@code where} as its author wrote it does not matter. */
    static String canonical(AggregateSpec spec) {
        long window = spec.window() instanceof Window.Sliding sliding ? sliding.millis() : -1;
        return String.join("+", spec.match().eventTypes())
                + "|" + (spec.of() == null ? "" : spec.of())
                + "|"
                + (spec.match().where() == null
                        ? ""
                        : CanonicalText.of(spec.match().where()))
                + "|" + window;
    }

    private static long id(String canonical) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }

    private static long saturatingMicros(long number) {
        long limit = Long.MAX_VALUE / MICROS;
        return Math.max(-limit, Math.min(limit, number)) * MICROS;
    }
}
