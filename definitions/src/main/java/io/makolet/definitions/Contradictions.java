package io.makolet.definitions;

import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.Function;
import io.makolet.domain.segment.Condition.Sequence;
import io.makolet.domain.segment.Window;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds conditions that nobody can ever satisfy. Of those that stand together in an {@code all}, the first is told. */
final class Contradictions {

    private static final long MILLIONTHS = 1_000_000;

    private final Places places;

    Contradictions(Places places) {
        this.places = places;
    }

    /** Reports what is never true in a condition, however deep. */
    void check(Condition condition) {
        List<Condition> parts = new ArrayList<>();
        flatten(condition, parts);
        if (alone(parts)) {
            together(parts);
        }
        for (Condition part : parts) {
            part.parts().forEach(this::check);
        }
    }

    /** What an {@code all} demands, through those that stand in it. */
    private static void flatten(Condition condition, List<Condition> parts) {
        if (condition instanceof Condition.All all) {
            all.parts().forEach(part -> flatten(part, parts));
        } else {
            parts.add(condition);
        }
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
        for (Condition part : parts) {
            if (part instanceof Condition.Not not && parts.contains(not.part())) {
                tell(parts.get(parts.indexOf(not.part())), part);
                return;
            }
        }
        Demands demands = new Demands();
        for (Condition part : parts) {
            Condition other = demands.add(part);
            if (other == part) {
                places.problem(part, "never true: it denies what always is");
                return;
            }
            if (other != null) {
                tell(other, part);
                return;
            }
        }
        demands.conflict().ifPresent(pair -> tell(pair.one(), pair.other()));
    }

    /** Points at the one that stands behind the other. */
    private void tell(Condition one, Condition other) {
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
