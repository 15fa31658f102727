package io.makolet.definitions;

import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.Function;
import io.makolet.domain.segment.Condition.Sequence;
import io.makolet.domain.segment.Window;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds conditions that nobody can ever satisfy. Of those that stand together in an {@code all}, the first is told. */
final class Contradictions {

    private static final long MILLIONTHS = 1_000_000;

    /** Most segments that one is looked into through {@code in}: longer chains take too long, and are rare. */
    private static final int MOST_NAMED = 100;

    private final Places places;
    private final Map<String, Condition> segments;

    /** For conditions of demanded segments, the condition that demands them. */
    private final IdentityHashMap<Condition, Condition> demandedBy = new IdentityHashMap<>();

    /** {@code segments}: conditions by id of the segments that {@code in} may name; those of others are not looked into. */
    Contradictions(Places places, Map<String, Condition> segments) {
        this.places = places;
        this.segments = segments;
    }

    /** Reports what is never true in a condition, however deep. */
    void check(Condition condition) {
        List<Condition> parts = new ArrayList<>();
        flatten(condition, parts);
        if (alone(parts)) {
            together(demanded(parts));
        }
        for (Condition part : parts) {
            part.parts().forEach(this::check);
        }
    }

    /** The parts of an {@code all}, and of those that stand in it. */
    private static void flatten(Condition condition, List<Condition> parts) {
        if (condition instanceof Condition.All all) {
            all.parts().forEach(part -> flatten(part, parts));
        } else {
            parts.add(condition);
        }
    }

    /** What parts demand, with all that segments demand which they name, the nearest {@value #MOST_NAMED}. */
    private List<Condition> demanded(List<Condition> parts) {
        List<Condition> demanded = new ArrayList<>(parts);
        parts.forEach(part -> demandedBy.put(part, part));
        Set<String> named = new HashSet<>();
        for (int i = 0; i < demanded.size() && named.size() < MOST_NAMED; i++) {
            Condition part = demanded.get(i);
            Condition segment =
                    part instanceof Condition.In in && named.add(in.segmentId()) ? segments.get(in.segmentId()) : null;
            if (segment != null) {
                List<Condition> inner = new ArrayList<>();
                flatten(segment, inner);
                inner.forEach(one -> demandedBy.put(one, demandedBy.getOrDefault(part, part)));
                demanded.addAll(inner);
            }
        }
        return demanded;
    }

    private boolean alone(List<Condition> parts) {
        boolean possible = true;
        for (Condition part : parts) {
            String never = never(part);
            if (never != null) {
                places.problem(part, never);
                possible = false;
            }
        }
        return possible;
    }

    private static @Nullable String never(Condition condition) {
        if (condition instanceof Condition.Aggregate aggregate
                && left(aggregate.measure()).narrow(aggregate.comparison(), condition) != null) {
            return aggregate.measure().spec().window() instanceof Window.LastN last
                    ? "never true: of the last " + last.n() + " events there are 0 to " + last.n()
                    : "never true: there are 0 or more";
        }
        if (condition instanceof Sequence sequence
                && sequence.withinMillis() != Sequence.UNBOUNDED
                && sequence.withinMillis() < sequence.steps().size() - 1) {
            return "never true: " + sequence.steps().size()
                    + " steps, each later than the one before, take "
                    + (sequence.steps().size() - 1) + " ms or more, expected a longer `within`";
        }
        return null;
    }

    /** What a measure can be at all. */
    static Leftover left(Condition.Measure measure) {
        boolean counts = measure.function() == Function.COUNT || measure.function() == Function.DISTINCT;
        if (counts) {
            Long most = measure.spec().window() instanceof Window.LastN last ? last.n() * MILLIONTHS : null;
            return new Leftover(MILLIONTHS, 0L, most);
        }
        return new Leftover(measure.function() == Function.AVG ? 0 : 1, null, null);
    }

    private void together(List<Condition> parts) {
        Set<Condition> different = new HashSet<>(parts);
        for (Condition part : parts) {
            if (part instanceof Condition.Not not && different.contains(not.part())) {
                tell(parts.get(parts.indexOf(not.part())), part);
                return;
            }
        }
        Demands demands = new Demands();
        for (Condition part : parts) {
            Condition other = demands.add(part);
            if (other == part) {
                if (demandedBy.get(part) == part) {
                    places.problem(part, "never true: it denies what always is");
                }
                return;
            }
            if (other != null) {
                tell(other, part);
                return;
            }
        }
        demands.conflict().ifPresent(pair -> tell(pair.one(), pair.other()));
    }

    /** Points at the one that stands behind the other. What a named segment contradicts alone is told there. */
    private void tell(Condition demanded, Condition too) {
        Condition one = demandedBy.getOrDefault(demanded, demanded);
        Condition other = demandedBy.getOrDefault(too, too);
        if (one == other) {
            return;
        }
        boolean swapped = places.isBehind(one, other);
        String first = places.name(swapped ? other : one);
        String second = places.name(swapped ? one : other);
        places.problem(
                swapped ? one : other,
                first.equals(second)
                        ? "never true: its parts contradict each other"
                        : "never true together with what stands at " + first);
    }
}
