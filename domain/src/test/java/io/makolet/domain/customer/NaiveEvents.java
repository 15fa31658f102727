package io.makolet.domain.customer;

import io.makolet.domain.customer.NaiveCustomer.Kept;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.FieldType;
import io.makolet.domain.expr.Compiler;
import io.makolet.domain.expr.Expr;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Function;
import io.makolet.domain.segment.Condition.Measure;
import io.makolet.domain.segment.Condition.Sequence;
import io.makolet.domain.segment.Truth;
import io.makolet.domain.segment.Window;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What conditions over events say of all events up to an instant, computed in the most obvious way. */
final class NaiveEvents {

    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private final List<Kept> events;
    private final Map<Object, Integer> births;
    private final ZoneId zone;

    /** A quotient that is never rounded. */
    private record Quotient(BigInteger above, BigInteger below) {
        int compareTo(long threshold) {
            return new BigDecimal(above)
                            .compareTo(
                                    new BigDecimal(BigInteger.valueOf(threshold).multiply(below)))
                    * below.signum();
        }
    }

    NaiveEvents(List<Kept> events, Map<Object, Integer> births, @Nullable ProfileValue zone) {
        this.events = events;
        this.births = births;
        this.zone = zone(zone);
    }

    /** Under which keys a condition has events kept: equal keys share what is kept. */
    static List<Object> keptFor(Condition condition) {
        if (condition instanceof Condition.Aggregate aggregate) {
            return List.of(key(aggregate.measure().spec(), aggregate.measure().function()));
        }
        if (condition instanceof Condition.Ratio ratio) {
            return Stream.of(ratio.dividend(), ratio.divisor())
                    .map(measure -> key(measure.spec(), measure.function()))
                    .toList();
        }
        if (condition instanceof Condition.Recency recency) {
            return List.of(key(recency.spec(), Function.COUNT));
        }
        if (condition instanceof Condition.Replenish replenish) {
            return List.of(key(replenish.spec(), Function.COUNT));
        }
        if (condition instanceof Condition.Top top) {
            return List.of(key(top));
        }
        if (condition instanceof Condition.Gap gap) {
            return List.of(key(gap.spec(), Function.COUNT), key(gap.life(), Function.COUNT));
        }
        return condition instanceof Sequence sequence ? List.of(key(sequence)) : List.of();
    }

    private static Object key(AggregateSpec spec, Function function) {
        boolean extreme = function == Function.MIN || function == Function.MAX;
        String kind = function == Function.DISTINCT
                ? "values"
                : extreme && spec.window() instanceof Window.Lifetime && spec.since() == null ? "extremes" : "";
        return Arrays.asList(plain(spec.match()), spec.of(), spec.window(), plain(spec.since()), kind);
    }

    private static Object key(Condition.Top top) {
        return Arrays.asList(plain(top.match()), top.of(), top.weight(), top.halfLifeMillis(), "top");
    }

    private static Object key(Sequence sequence) {
        return Arrays.asList(
                sequence.steps().stream().map(NaiveEvents::plain).toList(),
                plain(sequence.thenNot()),
                sequence.by(),
                sequence.withinMillis(),
                sequence.graceMillis(),
                sequence.overMillis());
    }

    private static @Nullable Object plain(@Nullable EventMatch match) {
        return match == null ? null : Arrays.asList(match.eventTypes(), match.where());
    }

    static Truth truth(Expr expression, Map<String, ProfileValue> profile) {
        Object value = Compiler.compile(expression).evaluate(null, profile);
        return value instanceof Boolean known ? Truth.of(known) : Truth.UNKNOWN;
    }

    Truth at(Condition condition, long time) {
        if (condition instanceof Condition.Aggregate aggregate) {
            return value(aggregate.measure(), time)
                    .map(value -> truth(
                            aggregate.comparison(),
                            value.compareTo(aggregate.comparison().threshold())))
                    .orElse(Truth.UNKNOWN);
        }
        if (condition instanceof Condition.Ratio ratio) {
            return ratio(ratio, time);
        }
        if (condition instanceof Condition.Recency recency) {
            List<Event> seen = seen(recency.spec(), Function.COUNT, time);
            if (seen.isEmpty()) {
                return Truth.FALSE;
            }
            long event = seen.get(recency.first() ? 0 : seen.size() - 1).time();
            return truth(
                    recency.comparison(),
                    Long.compare(time - event, recency.comparison().threshold()));
        }
        if (condition instanceof Condition.Replenish replenish) {
            List<Long> due = due(replenish, time);
            return Truth.of(!due.isEmpty() && time >= due.get(0) && (due.size() == 1 || time < due.get(1)));
        }
        if (condition instanceof Condition.Top top) {
            return Truth.of(isAmongFirst(top));
        }
        if (condition instanceof Condition.Gap gap) {
            return Truth.of(isAfterGap(gap, time));
        }
        return Truth.of(sequence((Sequence) condition, time));
    }

    private boolean isAmongFirst(Condition.Top top) {
        Map<String, BigInteger> weights = NaiveAffinity.weights(
                top, matching(top.match(), births.getOrDefault(key(top), 0)).toList());
        return top.is().stream()
                        .map(value -> weights.getOrDefault(value, BigInteger.ZERO))
                        .filter(weight -> weight.signum() > 0
                                && weights.values().stream()
                                                .filter(other -> other.compareTo(weight) > 0)
                                                .count()
                                        < top.k())
                        .count()
                >= top.min();
    }

    /** What was before the first that the window was kept of is known only as having been. */
    private boolean isAfterGap(Condition.Gap gap, long time) {
        List<Long> times = times(gap.match(), key(gap.spec(), Function.COUNT));
        List<Long> life = times(gap.match(), key(gap.life(), Function.COUNT));
        for (int i = 0; i < times.size(); i++) {
            boolean ends = i == 0
                    ? !life.isEmpty() && life.get(0) < times.get(0)
                    : times.get(i) - times.get(i - 1) >= gap.atLeastMillis();
            if (ends && times.get(i) > time - gap.overMillis()) {
                return true;
            }
        }
        return false;
    }

    private List<Long> times(EventMatch match, Object key) {
        return matching(match, births.getOrDefault(key, 0))
                .map(Event::time)
                .sorted()
                .toList();
    }

    /** From when on the next event is due, and until when if there is an end; nothing without an event. */
    private List<Long> due(Condition.Replenish replenish, long time) {
        List<Long> times = seen(replenish.spec(), Function.COUNT, time).stream()
                .map(Event::time)
                .toList();
        if (times.isEmpty()) {
            return List.of();
        }
        long sum = 0;
        for (int i = 1; i < times.size(); i++) {
            sum += times.get(i) - times.get(i - 1);
        }
        boolean tooFew = times.size() < 3 || sum / (times.size() - 1) == 0;
        long gap = tooFew ? replenish.cycleMillis() : sum / (times.size() - 1);
        long next = times.get(times.size() - 1) + gap;
        long from = next - replenish.leadMillis();
        return replenish.lateMillis() == Condition.Replenish.NEVER
                ? List.of(from)
                : List.of(from, next + replenish.lateMillis());
    }

    private Truth ratio(Condition.Ratio ratio, long time) {
        Optional<Quotient> above = value(ratio.dividend(), time);
        Optional<Quotient> below = value(ratio.divisor(), time);
        if (above.isEmpty() || below.isEmpty() || below.get().above().signum() == 0) {
            return Truth.UNKNOWN;
        }
        Quotient quotient = new Quotient(
                above.get().above().multiply(below.get().below()).multiply(MILLION),
                above.get().below().multiply(below.get().above()));
        return truth(ratio.comparison(), quotient.compareTo(ratio.comparison().threshold()));
    }

    private Optional<Quotient> value(Measure measure, long time) {
        List<Event> seen = seen(measure.spec(), measure.function(), time);
        BigInteger count = BigInteger.valueOf(seen.size());
        List<BigInteger> values = seen.stream()
                .map(e -> BigInteger.valueOf(micros(e, measure.spec().of())))
                .toList();
        BigInteger sum = values.stream()
                .reduce(BigInteger.ZERO, BigInteger::add)
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .max(BigInteger.valueOf(Long.MIN_VALUE));
        Comparator<BigInteger> natural = Comparator.naturalOrder();
        return switch (measure.function()) {
            case COUNT -> whole(count.multiply(MILLION));
            case SUM -> whole(sum);
            case AVG -> seen.isEmpty() ? Optional.empty() : Optional.of(new Quotient(sum, count));
            case MIN -> values.stream().min(natural).flatMap(NaiveEvents::whole);
            case MAX -> values.stream().max(natural).flatMap(NaiveEvents::whole);
            case DISTINCT ->
                whole(BigInteger.valueOf(seen.stream()
                                .map(e -> e.value(
                                        Objects.requireNonNull(measure.spec().of())))
                                .distinct()
                                .count())
                        .multiply(MILLION));
            case FIRST -> values.isEmpty() ? Optional.empty() : whole(values.get(0));
            case LAST -> values.isEmpty() ? Optional.empty() : whole(values.get(values.size() - 1));
        };
    }

    private static Optional<Quotient> whole(BigInteger value) {
        return Optional.of(new Quotient(value, BigInteger.ONE));
    }

    /** Events in view, by time, then value. */
    private List<Event> seen(AggregateSpec spec, Function function, long time) {
        int birth = births.getOrDefault(key(spec, function), 0);
        long since = spec.since() == null
                ? Long.MIN_VALUE
                : matching(spec.since(), birth).mapToLong(Event::time).max().orElse(Long.MIN_VALUE);
        List<Event> seen = matching(spec.match(), birth)
                .filter(e -> spec.of() == null || e.value(spec.of()) != null)
                .filter(e -> e.time() > since && isInWindow(spec.window(), e.time(), time))
                .sorted(Comparator.comparingLong(Event::time).thenComparingLong(e -> micros(e, spec.of())))
                .toList();
        return spec.window() instanceof Window.LastN last
                ? seen.subList(Math.max(0, seen.size() - last.n()), seen.size())
                : seen;
    }

    private Stream<Event> matching(EventMatch match, int birth) {
        return events.stream()
                .filter(kept -> kept.arrival() >= birth)
                .filter(kept -> match.eventTypes().contains(kept.event().type()))
                .filter(kept -> match.where() == null
                        || Boolean.TRUE.equals(Compiler.compile(match.where()).evaluate(kept.event(), kept.profile())))
                .map(Kept::event);
    }

    private boolean isInWindow(Window window, long event, long time) {
        if (window instanceof Window.Sliding sliding) {
            return event > time - sliding.millis();
        }
        return !(window instanceof Window.Calendar calendar)
                || period(calendar.period(), event).equals(period(calendar.period(), time));
    }

    private Object period(Window.Period period, long time) {
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(time), zone);
        // Clocks may go back over midnight: a day that has begun goes on.
        while (day.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli() <= time) {
            day = day.plusDays(1);
        }
        return switch (period) {
            case DAY -> day;
            case WEEK -> day.get(IsoFields.WEEK_BASED_YEAR) + "w" + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case MONTH -> YearMonth.from(day);
            case QUARTER -> day.getYear() + "q" + day.get(IsoFields.QUARTER_OF_YEAR);
            case YEAR -> day.getYear();
        };
    }

    private static ZoneId zone(@Nullable ProfileValue value) {
        try {
            return value instanceof ProfileValue.Text text ? ZoneId.of(text.value()) : ZoneOffset.UTC;
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }

    static long micros(Event event, @Nullable String of) {
        if (of == null || !(event.value(of) instanceof Long number)) {
            return 0;
        }
        FieldType type = event.schema().fields().get(event.schema().indexOf(of)).type();
        return type == FieldType.MONEY ? number : number * 1_000_000;
    }

    private boolean sequence(Sequence sequence, long time) {
        for (Completion completion : completions(sequence)) {
            boolean inWindow =
                    sequence.overMillis() == Sequence.UNBOUNDED || completion.time() > time - sequence.overMillis();
            if (!inWindow) {
                continue;
            }
            EventMatch absent = sequence.thenNot();
            if (absent == null) {
                return true;
            }
            boolean waited = completion.time() <= time - sequence.withinMillis() - sequence.graceMillis();
            boolean happened = candidates(sequence, absent)
                    .anyMatch(e -> e.time() > completion.time() && Objects.equals(by(sequence, e), completion.key()));
            if (waited && !happened) {
                return true;
            }
        }
        return false;
    }

    private record Completion(@Nullable Object key, long time) {}

    private List<Completion> completions(Sequence sequence) {
        List<Completion> completions = new ArrayList<>();
        candidates(sequence, sequence.steps().get(0))
                .forEach(first -> complete(sequence, 1, first, first.time(), completions));
        return completions.stream().distinct().toList();
    }

    private void complete(Sequence sequence, int step, Event first, long time, List<Completion> completions) {
        if (step == sequence.steps().size()) {
            if (sequence.withinMillis() == Sequence.UNBOUNDED || time - first.time() <= sequence.withinMillis()) {
                completions.add(new Completion(by(sequence, first), time));
            }
            return;
        }
        candidates(sequence, sequence.steps().get(step))
                .filter(e -> e.time() > time && Objects.equals(by(sequence, e), by(sequence, first)))
                .mapToLong(Event::time)
                .distinct()
                .forEach(next -> complete(sequence, step + 1, first, next, completions));
    }

    private Stream<Event> candidates(Sequence sequence, EventMatch match) {
        return matching(match, births.getOrDefault(key(sequence), 0))
                .filter(e -> sequence.by() == null || e.value(sequence.by()) != null);
    }

    private static @Nullable Object by(Sequence sequence, Event event) {
        return sequence.by() == null ? null : event.value(sequence.by());
    }

    /** Adds all instants in {@code (from, through]} at which time alone may change a condition. */
    void instants(Condition condition, long from, long through, Set<Long> instants) {
        List<Long> spans = new ArrayList<>();
        if (condition instanceof Condition.Aggregate aggregate) {
            window(aggregate.measure().spec().window(), from, through, spans, instants);
        } else if (condition instanceof Condition.Ratio ratio) {
            window(ratio.dividend().spec().window(), from, through, spans, instants);
            window(ratio.divisor().spec().window(), from, through, spans, instants);
        } else if (condition instanceof Condition.Recency recency) {
            window(recency.spec().window(), from, through, spans, instants);
            spans.add(recency.comparison().threshold());
            spans.add(recency.comparison().threshold() + 1);
        } else if (condition instanceof Condition.Replenish replenish) {
            due(replenish, from).stream()
                    .filter(instant -> instant > from && instant <= through)
                    .forEach(instants::add);
        } else if (condition instanceof Sequence sequence) {
            spans.add(sequence.withinMillis() + sequence.graceMillis());
            spans.add(sequence.overMillis());
        } else if (condition instanceof Condition.Gap gap) {
            spans.add(gap.overMillis());
        }
        for (Kept kept : events) {
            for (long span : spans) {
                long instant = kept.event().time() + span;
                if (instant > from && instant <= through) {
                    instants.add(instant);
                }
            }
        }
    }

    private void window(Window window, long from, long through, List<Long> spans, Set<Long> instants) {
        if (window instanceof Window.Sliding sliding) {
            spans.add(sliding.millis());
        } else if (window instanceof Window.Calendar && from != Long.MIN_VALUE) {
            LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(from), zone);
            long start;
            do {
                day = day.plusDays(1);
                start = day.atStartOfDay(zone).toInstant().toEpochMilli();
                if (start <= through) {
                    instants.add(start);
                }
            } while (start <= through);
        }
    }

    private static Truth truth(Comparison comparison, int order) {
        return Truth.of(
                switch (comparison.op()) {
                    case LT -> order < 0;
                    case LE -> order <= 0;
                    case GT -> order > 0;
                    case GE -> order >= 0;
                    case EQ -> order == 0;
                    case NE -> order != 0;
                });
    }
}
