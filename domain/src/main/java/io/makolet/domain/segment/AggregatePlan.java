package io.makolet.domain.segment;

import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Function;
import io.makolet.domain.segment.Window.Calendar;
import io.makolet.domain.segment.Window.LastN;
import io.makolet.domain.segment.Window.Lifetime;
import io.makolet.domain.segment.Window.Sliding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One aggregate of the plan: which events it takes, what of them, and under which persisted id. */
public final class AggregatePlan {

    private final long id;
    private final int slot;
    private final AggregateSpec spec;
    private final Keeping keeping;
    private final Retention retention;
    private final @Nullable Decay decay;
    private final List<Dial> dials = new ArrayList<>(1);
    private final List<Node> leaves = new ArrayList<>(0);

    /** What is kept of the events. Functions that can be read of the same share it. */
    enum Keeping {
        /** One fold of a whole life. */
        LIFE(""),
        /** The same with the least and the greatest value. */
        EXTREMES("extremes"),
        /** The latest events. */
        EVENTS(""),
        /** The latest events; of the field's value, what tells it from others. */
        IDENTITIES("distinct"),
        /** The different values. */
        VALUES("distinct"),
        /** What the different values weigh. */
        AFFINITIES("top");

        private final String text;

        Keeping(String text) {
            this.text = text;
        }

        /** What a function of a specification needs. */
        static Keeping of(AggregateSpec spec, @Nullable Function function) {
            if (function == Function.DISTINCT) {
                return spec.window() instanceof LastN ? IDENTITIES : VALUES;
            }
            if (spec.window() instanceof Lifetime && spec.since() == null) {
                return function == Function.MIN || function == Function.MAX ? EXTREMES : LIFE;
            }
            return EVENTS;
        }
    }

    AggregatePlan(AggregateSpec spec, Keeping keeping, int slot) {
        this(spec, keeping, null, canonical(spec, keeping), slot);
    }

    /** What values of a field weigh. */
    AggregatePlan(AggregateSpec spec, Decay decay, int slot) {
        this(spec, Keeping.AFFINITIES, decay, canonical(spec, decay), slot);
    }

    private AggregatePlan(AggregateSpec spec, Keeping keeping, @Nullable Decay decay, String canonical, int slot) {
        this.spec = spec;
        this.keeping = keeping;
        this.decay = decay;
        this.slot = slot;
        this.retention = Retention.of(spec.window());
        this.id = StateId.of(canonical);
    }

    /** Id under which customers' states keep the series: equal for equal specifications, in every run. */
    public long id() {
        return id;
    }

    /** What was specified. */
    public AggregateSpec spec() {
        return spec;
    }

    /** Position in the plan. */
    int slot() {
        return slot;
    }

    Keeping keeping() {
        return keeping;
    }

    Retention retention() {
        return retention;
    }

    /** What conditions read of it. */
    List<Dial> dials() {
        return dials;
    }

    /** What looks at the series itself, and not at what a dial reads of it. */
    List<Node> leaves() {
        return leaves;
    }

    /** An empty series of the kind this aggregate needs. */
    Series newSeries() {
        return switch (keeping) {
            case LIFE -> new LifetimeSeries(false);
            case EXTREMES -> new LifetimeSeries(true);
            case EVENTS, IDENTITIES -> new EventSeries();
            case VALUES -> new DistinctSeries();
            case AFFINITIES -> new AffinitySeries();
        };
    }

    /** Is a series, kept under the id, of the kind this aggregate needs? */
    boolean reads(Series series) {
        return switch (keeping) {
            case LIFE -> series instanceof LifetimeSeries;
            case EXTREMES -> series instanceof LifetimeSeries life && life.hasExtremes();
            case EVENTS, IDENTITIES -> series instanceof EventSeries;
            case VALUES -> series instanceof DistinctSeries;
            case AFFINITIES -> series instanceof AffinitySeries;
        };
    }

    /** Has an event, which matches, the fields that are taken? */
    boolean takes(Event event) {
        String weight = decay == null ? null : decay.weight();
        return (spec.of() == null || event.value(spec.of()) != null) && (weight == null || event.value(weight) != null);
    }

    /** Adds an event, which matches and has the fields that are taken, to a series of the kind this aggregate needs. */
    void add(Event event, Series series) {
        if (decay != null && series instanceof AffinitySeries affinities) {
            String weight = decay.weight();
            affinities.add(
                    event,
                    event.schema().indexOf(String.valueOf(spec.of())),
                    weight == null
                            ? 1
                            : ValueHash.quantity(event, event.schema().indexOf(weight)),
                    decay);
        } else {
            series.add(event.time(), value(event), retention);
        }
    }

    /** What is kept of an event beside its time. */
    private long value(Event event) {
        int field = spec.of() == null ? -1 : event.schema().indexOf(spec.of());
        if (field < 0) {
            return 0;
        }
        return keeping == Keeping.VALUES || keeping == Keeping.IDENTITIES
                ? ValueHash.identity(event, field)
                : ValueHash.quantity(event, field);
    }

    /** Events up to and including this instant are out of view at {@code now} and ever after, in any time zone. */
    long edge(long now) {
        if (spec.window() instanceof Sliding sliding) {
            return Series.addSaturating(now, -sliding.millis());
        }
        return spec.window() instanceof Calendar calendar ? Periods.edgeInAnyZone(calendar.period(), now) : Series.NONE;
    }

    /**
     * One spelling for what is kept under the same id. That of a sliding window or a whole life, neither cut nor read by
     * DISTINCT or by extremes, is as it was in the first version.
     */
    static String canonical(AggregateSpec spec, Keeping keeping) {
        String matching = StateId.types(spec.match()) + "|" + (spec.of() == null ? "" : spec.of()) + "|"
                + StateId.where(spec.match()) + "|";
        boolean first = spec.since() == null
                && (keeping == Keeping.LIFE || (keeping == Keeping.EVENTS && spec.window() instanceof Sliding));
        if (first) {
            return matching + (spec.window() instanceof Sliding sliding ? sliding.millis() : -1);
        }
        EventMatch since = spec.since();
        return matching + window(spec.window()) + "|" + keeping.text + "|"
                + (since == null ? "" : StateId.types(since) + "|" + StateId.where(since));
    }

    /** The same for what values weigh. */
    static String canonical(AggregateSpec spec, Decay decay) {
        return canonical(spec, Keeping.AFFINITIES) + decay.halfLifeMillis() + "|"
                + (decay.weight() == null ? "" : decay.weight());
    }

    private static String window(Window window) {
        if (window instanceof Sliding sliding) {
            return "sliding " + sliding.millis();
        }
        if (window instanceof Calendar calendar) {
            return "calendar " + calendar.period();
        }
        return window instanceof LastN last ? "last " + last.n() : "lifetime";
    }
}
