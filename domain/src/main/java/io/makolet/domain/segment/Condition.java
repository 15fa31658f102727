package io.makolet.domain.segment;

import io.makolet.domain.expr.Expr;
import io.makolet.domain.expr.FieldUse;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who belongs: a tree over a customer's state and time. */
public sealed interface Condition {

    /** The conditions it is made of; none for a leaf. */
    default List<Condition> parts() {
        return List.of();
    }

    /** The events it looks at itself, without those of its parts. */
    default List<EventUse> uses() {
        return List.of();
    }

    /** Names of the profile fields it looks at itself, without those of its parts and of predicates over events. */
    default List<String> profileFields() {
        return List.of();
    }

    /** The condition and all it is made of, however deep. */
    default Stream<Condition> all() {
        return Stream.concat(Stream.of(this), parts().stream().flatMap(Condition::all));
    }

    /** True if all parts are. */
    record All(List<Condition> parts) implements Condition {}

    /** True if any part is. */
    record Any(List<Condition> parts) implements Condition {}

    /** True if at least {@code n} parts are, false if so many no longer can be, else unknown. */
    record AtLeast(int n, List<Condition> parts) implements Condition {
        public AtLeast {
            if (n < 1 || n > parts.size()) {
                throw new IllegalArgumentException(
                        "at least " + n + " of " + parts.size() + " conditions, expected 1 to " + parts.size());
            }
        }
    }

    /** True if the part is false. */
    record Not(Condition part) implements Condition {
        @Override
        public List<Condition> parts() {
            return List.of(part);
        }
    }

    /** Membership of another segment. */
    record In(String segmentId) implements Condition {}

    /** A predicate over the profile; the text is as its author wrote it. */
    record Cel(Expr expression, String text) implements Condition {
        @Override
        public List<String> profileFields() {
            return FieldUse.of(expression, Expr.Scope.PROFILE);
        }
    }

    /**
     * The days around the yearly returns of a date, in the customer's time zone: from the first instant of the day that is
     * {@code from} days after a return until the first instant of the day that is {@code to} days after it. The date itself
     * is no return, so there is none before the year after it. 29 February returns on 28 February where the year has no
     * other. Unknown while the date is.
     *
     * @param of profile field with the date
     * @param from days, negative before the return
     * @param to days, more than {@code from}; the length is less than that of a year
     */
    record Anniversary(String of, int from, int to) implements Condition {

        /** Most days before or after the return, and from the first to the last. */
        public static final int MOST_DAYS = 364;

        public Anniversary {
            if (from < -MOST_DAYS || to > MOST_DAYS || to <= from || to - from > MOST_DAYS) {
                throw new IllegalArgumentException("anniversary from " + from + " to " + to + " days, expected -"
                        + MOST_DAYS + " to " + MOST_DAYS + ", the first the lesser by at most " + MOST_DAYS);
            }
        }

        @Override
        public List<String> profileFields() {
            return List.of(of);
        }
    }

    /**
     * Days of a table, in the customer's time zone: from the first instant of a first day until that of the day after the
     * last. Unknown before and after the days that the table is about.
     *
     * @param edges days since 1970-01-01, ascending: a first day, the day after the last, and so on
     * @param knownFrom first day that the table is about
     * @param knownUntil day after the last that it is about
     * @param text the season as its author wrote it
     */
    record Season(List<Integer> edges, int knownFrom, int knownUntil, String text) implements Condition {
        public Season {
            edges = List.copyOf(edges);
            boolean ascending = true;
            for (int i = 1; i < edges.size(); i++) {
                ascending &= edges.get(i - 1) < edges.get(i);
            }
            boolean inside =
                    edges.isEmpty() || (edges.get(0) >= knownFrom && edges.get(edges.size() - 1) <= knownUntil);
            if (edges.size() % 2 != 0 || !ascending || !inside || knownFrom >= knownUntil) {
                throw new IllegalArgumentException("season of the days " + edges + " from " + knownFrom + " until "
                        + knownUntil + ", expected pairs of ascending days from the one until the other");
            }
        }
    }

    /**
     * A share of the customers that looks random and never changes: those whose id and the salt have a hash below a bound
     * (see {@link SampleHash}). A greater share with the same salt holds all of a smaller one; shares with other salts are
     * independent of it.
     *
     * @param hundredths hundredths of a percent, 1 to 10,000
     */
    record Sample(String salt, int hundredths) implements Condition {
        public Sample {
            if (hundredths < 1 || hundredths > SampleHash.BOUND) {
                throw new IllegalArgumentException(
                        "sample of " + hundredths + " hundredths of a percent, expected 1 to " + SampleHash.BOUND);
            }
        }
    }

    /**
     * The customer is on a list: of a person who has several ids, the one whose name they have.
     *
     * @param name of the list
     * @param ids in order, without repetitions
     */
    record Listed(String name, List<String> ids) implements Condition {
        public Listed {
            ids = List.copyOf(ids);
        }
    }

    /**
     * A place in the profile that lies no farther from another than told, on a great circle. Unknown while the place is.
     *
     * @param place profile field with the place
     * @param center the other place
     * @param metres how far at most, 1 to 20,000,000
     */
    record Near(String place, Site center, int metres) implements Condition {

        /** About half of Earth's circumference: everything is nearer. */
        public static final int MOST_METRES = 20_000_000;

        public Near {
            requireDistance(metres);
        }

        @Override
        public List<String> profileFields() {
            return List.of(place);
        }

        private static void requireDistance(int metres) {
            if (metres < 1 || metres > MOST_METRES) {
                throw new IllegalArgumentException("distance of " + metres + " m, expected 1 to " + MOST_METRES);
            }
        }
    }

    /**
     * The site nearest to a place in the profile is one of some, and no farther than told; of several that are as near, the
     * one whose id comes first. Unknown while the place is.
     *
     * @param place profile field with the place
     * @param sites all there are, with different ids; kept in order of id
     * @param in ids of some of them, sorted and distinct
     * @param metres how far at most, 1 to 20,000,000
     */
    record Nearest(String place, List<Site> sites, List<String> in, int metres) implements Condition {
        public Nearest {
            sites = sites.stream().sorted(Comparator.comparing(Site::id)).toList();
            in = in.stream().sorted().distinct().toList();
            List<String> ids = sites.stream().map(Site::id).distinct().toList();
            if (in.isEmpty() || ids.size() != sites.size() || !ids.containsAll(in)) {
                throw new IllegalArgumentException(
                        "nearest in " + in + " of " + sites + ", expected some of different sites");
            }
            Near.requireDistance(metres);
        }

        @Override
        public List<String> profileFields() {
            return List.of(place);
        }
    }

    /**
     * A place on Earth, WGS 84 degrees.
     *
     * @param id what it is called; empty where it has no name
     * @param latitude -90 to 90
     * @param longitude -180 to 180
     */
    record Site(String id, double latitude, double longitude) {
        public Site {
            if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
                throw new IllegalArgumentException("site " + id + " at " + latitude + ", " + longitude
                        + ", expected a latitude of -90 to 90 and a longitude of -180 to 180");
            }
        }
    }

    /**
     * An aggregate over matching events, compared. Of no events, a sum, a count and the number of different values are 0;
     * every other function is unknown. Nothing is rounded: an average is the quotient of the sum and the number of events.
     */
    record Aggregate(Measure measure, Comparison comparison) implements Condition {
        @Override
        public List<EventUse> uses() {
            return measure.spec().uses();
        }
    }

    /**
     * The quotient of two aggregates, compared with a threshold in millionths, without rounding; unknown where the divisor
     * is 0 or one of them is unknown.
     */
    record Ratio(Measure dividend, Measure divisor, Comparison comparison) implements Condition {
        public Ratio {
            dividend.requireQuantity();
            divisor.requireQuantity();
        }

        @Override
        public List<EventUse> uses() {
            return Stream.of(dividend, divisor)
                    .flatMap(measure -> measure.spec().uses().stream())
                    .toList();
        }
    }

    /**
     * Age of the first or last matching event, compared with a span in milliseconds. Without a matching event it is
     * false, whatever the comparison.
     */
    record Recency(AggregateSpec spec, boolean first, Comparison comparison) implements Condition {
        @Override
        public List<EventUse> uses() {
            return spec.uses();
        }
    }

    /**
     * Around the instant at which the next matching event is due: the last one and a gap later. The gap is the mean, rounded
     * down to milliseconds, of the gaps between the latest events, and the cycle while there are fewer gaps than two or the
     * mean is 0. True from {@code lead} before that instant until {@code late} after it; false without an event.
     *
     * @param events how many of the latest are looked at, 3 to 256
     * @param cycleMillis a gap of those of whom too little is known
     * @param leadMillis less than the cycle; 0 or more
     * @param lateMillis 1 or more; {@link #NEVER} for until the next event
     */
    record Replenish(EventMatch match, int events, long cycleMillis, long leadMillis, long lateMillis)
            implements Condition {

        /** It is due until the next event comes. */
        public static final long NEVER = Long.MAX_VALUE;

        /** Fewer gaps say nothing. */
        public static final int FEWEST_GAPS = 2;

        public Replenish {
            if (events <= FEWEST_GAPS
                    || cycleMillis < 1
                    || leadMillis < 0
                    || leadMillis >= cycleMillis
                    || lateMillis < 1) {
                throw new IllegalArgumentException("replenish of " + events + " events with a cycle of " + cycleMillis
                        + " ms, lead " + leadMillis + " ms and late " + lateMillis + " ms, expected at least "
                        + (FEWEST_GAPS + 1) + " events, positive spans and a lead below the cycle");
            }
        }

        /** The events that are looked at. */
        public AggregateSpec spec() {
            return new AggregateSpec(match, null, new Window.LastN(events), null);
        }

        @Override
        public List<EventUse> uses() {
            return spec().uses();
        }
    }

    /**
     * At least {@code min} of some values are among the {@code k} that the customer is most drawn to: those that weigh more
     * than 0, and than which fewer than {@code k} weigh more. A value weighs what the matching events weigh whose field has
     * it, each of them twice as much as an equal one of a half-life before. So only events change it, never time alone. It is
     * never unknown.
     *
     * <p>Exact, in whatever order events come, while the customer was drawn to no more than 64 values within 24 half-lives;
     * of more, the one that weighs least makes room for a new one.
     *
     * @param of text field, or one with a list of texts, of which each different one counts; an event without it does not match
     * @param weight number field that says what an event weighs, or null where each weighs 1; an event without it does not match
     * @param halfLifeMillis an event weighs half as much so much later, 1 ms to 100 years
     * @param k 1 to 64
     * @param is the values, sorted and distinct
     * @param min 1 to the number of values, and not more than {@code k}
     */
    record Top(
            EventMatch match, String of, @Nullable String weight, long halfLifeMillis, int k, List<String> is, int min)
            implements Condition {

        /** Most values that are looked at, and known of a customer. */
        public static final int MOST = 64;

        private static final long LONGEST = 36_525L * 24 * 60 * 60 * 1000;

        public Top {
            is = is.stream().sorted().distinct().toList();
            if (halfLifeMillis < 1 || halfLifeMillis > LONGEST || k < 1 || k > MOST) {
                throw new IllegalArgumentException("top " + k + " with a half-life of " + halfLifeMillis
                        + " ms, expected 1 to " + MOST + " and 1 ms to 100 years");
            }
            if (min < 1 || min > is.size() || min > k) {
                throw new IllegalArgumentException("at least " + min + " of " + is.size() + " values among the first "
                        + k + ", expected at least 1, and no more than there are");
            }
        }

        /** The events that weigh. */
        public AggregateSpec spec() {
            return new AggregateSpec(match, of, Window.LIFETIME, null);
        }

        @Override
        public List<EventUse> uses() {
            return Stream.of(of, weight)
                    .filter(Objects::nonNull)
                    .map(field -> new EventUse(match, field))
                    .toList();
        }
    }

    /**
     * For a while after an event that came after a silence: true at {@code t} while a matching event lies in {@code
     * (t - over, t]} that is {@code atLeast} or more after the one before it. The first event of all ends no silence. A late
     * event that falls into the silence ends it earlier, or divides it. It is never unknown.
     *
     * @param atLeastMillis shortest silence, 1 or more
     * @param overMillis how long it counts, 1 or more, and at most {@value #MOST_TIMES} times the silence
     */
    record Gap(EventMatch match, long atLeastMillis, long overMillis) implements Condition {

        /** So that events that are folded together are not further apart than a silence is long. */
        public static final int MOST_TIMES = 100;

        public Gap {
            if (atLeastMillis < 1
                    || atLeastMillis > Long.MAX_VALUE / MOST_TIMES / 2
                    || overMillis < 1
                    || overMillis > atLeastMillis * MOST_TIMES) {
                throw new IllegalArgumentException("gap of at least " + atLeastMillis + " ms over " + overMillis
                        + " ms, expected positive spans, the second at most " + MOST_TIMES + " times the first");
            }
        }

        /** The events in which a silence and what followed it can be seen. */
        public AggregateSpec spec() {
            return new AggregateSpec(match, null, new Window.Sliding(atLeastMillis + overMillis), null);
        }

        /** All events: was there any before? */
        public AggregateSpec life() {
            return new AggregateSpec(match, null, Window.LIFETIME, null);
        }

        @Override
        public List<EventUse> uses() {
            return spec().uses();
        }
    }

    /**
     * Events one after another, each strictly later than the one before. A chain of the steps is complete at the time of
     * its last event. An event may be several of the steps, though not of one chain.
     *
     * <p>Without {@code thenNot} it is true from the first complete chain on; with {@code over}, while one was completed
     * in {@code (t - over, t]}. With {@code thenNot}, a complete chain is open until the first event of that kind that
     * is strictly later; true while there is an open chain that was completed at {@code t - within - grace} or before
     * (and, with {@code over}, in {@code (t - over, t]}): so it begins when time has run out, and ends when what was
     * missed happens after all. It is never unknown.
     *
     * <p>All of this is exact for the latest 256 instants at which something of the kind happened. What is older is
     * remembered, for the latest 256 values of {@code by}, as the latest start of each beginning of a chain and the first
     * and last completion that is open; an event that comes later than that completes no chain of several steps.
     *
     * @param steps one or more; one only with {@code thenNot}
     * @param thenNot what must not follow, or null
     * @param by field of all the events that must be equal along a chain, or null; an event without it does not match
     * @param withinMillis longest time, inclusive, from the first step to the last and, with {@code thenNot}, the time after the last
     *     step that must pass without it; {@link #UNBOUNDED} is no bound
     * @param graceMillis how much longer an absence waits for what may still be on its way; 0 without {@code thenNot}
     * @param overMillis length of the window in which the chain must have been completed, or {@link #UNBOUNDED}
     */
    record Sequence(
            List<EventMatch> steps,
            @Nullable EventMatch thenNot,
            @Nullable String by,
            long withinMillis,
            long graceMillis,
            long overMillis)
            implements Condition {

        /** No bound. */
        public static final long UNBOUNDED = -1;

        public Sequence {
            int fewest = thenNot == null ? 2 : 1;
            if (steps.size() < fewest || steps.size() > 16) {
                throw new IllegalArgumentException(
                        "sequence of " + steps.size() + " steps, expected " + fewest + " to 16");
            }
            if (thenNot != null && withinMillis == UNBOUNDED) {
                throw new IllegalArgumentException("an absence without a bound, expected `within`");
            }
            positiveOrUnbounded("within", withinMillis);
            positiveOrUnbounded("over", overMillis);
            if (graceMillis < 0 || (thenNot == null && graceMillis > 0)) {
                throw new IllegalArgumentException(
                        "grace of " + graceMillis + " ms, expected none, or a span with an absence");
            }
        }

        @Override
        public List<EventUse> uses() {
            return Stream.concat(steps.stream(), Stream.ofNullable(thenNot))
                    .map(match -> new EventUse(match, by))
                    .toList();
        }

        private static void positiveOrUnbounded(String name, long millis) {
            if (millis <= 0 && millis != UNBOUNDED) {
                throw new IllegalArgumentException(name + " of " + millis + " ms, expected a positive length");
            }
        }
    }

    /** What is computed over the matching events. A field that is no number counts as 0 for all but DISTINCT. */
    enum Function {
        COUNT,
        /** The sum; it stops at the ends of the range of 64 bits of millionths. */
        SUM,
        /** The sum by the number of events. */
        AVG,
        MIN,
        MAX,
        /**
         * How many different values the field takes, told apart by 64 bits. Of more than 4,096 values, the one seen longest
         * ago is dropped.
         */
        DISTINCT,
        /** The value of the first event; of several at that instant, the smallest. */
        FIRST,
        /** The value of the last event; of several at that instant, the greatest. */
        LAST
    }

    /** A function of the events of a specification. Functions of equal specifications share what is kept where they can. */
    record Measure(AggregateSpec spec, Function function) {

        public Measure {
            if ((function == Function.COUNT) != (spec.of() == null)) {
                throw new IllegalArgumentException(
                        function + " of " + spec.of() + ", expected a field for all functions but COUNT");
            }
        }

        private void requireQuantity() {
            if (function == Function.FIRST || function == Function.LAST) {
                throw new IllegalArgumentException(
                        "ratio of " + function + ", expected COUNT, SUM, AVG, MIN, MAX or DISTINCT");
            }
        }
    }

    /**
     * Which events count.
     *
     * @param eventTypes types of event that match, sorted and distinct
     * @param where further predicate over the event, and the profile at its arrival, or null; where it is unknown the
     *     event does not match
     * @param whereText the predicate as its author wrote it; no part of equality of state
     */
    record EventMatch(
            List<String> eventTypes,
            @Nullable Expr where,
            @Nullable String whereText) {

        public EventMatch {
            eventTypes = eventTypes.stream().sorted().distinct().toList();
            if (eventTypes.isEmpty()) {
                throw new IllegalArgumentException("no event type, expected at least one");
            }
        }
    }

    /**
     * Which events are kept, and what of them.
     *
     * @param match which events count
     * @param of the field taken of each event, or null where only its time matters; an event without it does not count
     * @param window which of them are seen at an instant
     * @param since only events strictly later than the last of these are seen; all before there is one; or null
     */
    record AggregateSpec(
            EventMatch match,
            @Nullable String of,
            Window window,
            @Nullable EventMatch since) {

        List<EventUse> uses() {
            return Stream.concat(
                            Stream.of(new EventUse(match, of)),
                            Stream.ofNullable(since).map(match -> new EventUse(match, null)))
                    .toList();
        }
    }

    /** Events that a condition looks at, and the field it takes of them beside those of the predicate, or null. */
    record EventUse(EventMatch match, @Nullable String field) {}
}
