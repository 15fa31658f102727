package io.makolet.domain.customer;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.SegmentDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Makes a failing case smaller for as long as it still fails. */
public final class Shrinker {

    private final Predicate<OracleCase> fails;

    /** Makes smaller what fails so. */
    public Shrinker(Predicate<OracleCase> fails) {
        this.fails = fails;
    }

    /** The smallest case found that still fails. */
    public OracleCase shrink(OracleCase failing) {
        OracleCase smallest = failing;
        while (true) {
            Optional<OracleCase> smaller = candidates(smallest).filter(fails).findFirst();
            if (smaller.isEmpty()) {
                return smallest;
            }
            smallest = smaller.get();
        }
    }

    private static Stream<OracleCase> candidates(OracleCase from) {
        List<OracleCase.Step> steps = from.steps();
        List<OracleCase> candidates = new ArrayList<>();
        for (int length = steps.size() / 2; length > 0; length /= 2) {
            for (int i = 0; i + length <= steps.size(); i += length) {
                List<OracleCase.Step> fewer = new ArrayList<>(steps);
                fewer.subList(i, i + length).clear();
                candidates.add(new OracleCase(from.definitions(), fewer));
            }
        }
        Stream<String> ids = definitions(from).map(Definition::id).distinct();
        Stream<OracleCase> fewerDefinitions = ids.map(id ->
                map(from, all -> all.stream().filter(d -> !d.id().equals(id)).toList()));
        Stream<OracleCase> simpler = definitions(from)
                .distinct()
                .flatMap(definition -> simpler(definition)
                        .map(other -> map(
                                from,
                                all -> all.stream()
                                        .map(d -> d.equals(definition) ? other : d)
                                        .toList())));
        return Stream.of(candidates.stream(), fewerDefinitions, simpler).flatMap(s -> s);
    }

    private static Stream<Definition> definitions(OracleCase from) {
        return Stream.concat(
                from.definitions().stream(), from.steps().stream().flatMap(step -> published(step).stream()));
    }

    private static OracleCase map(OracleCase from, UnaryOperator<List<Definition>> change) {
        return new OracleCase(
                change.apply(from.definitions()),
                from.steps().stream().map(step -> map(step, change)).toList());
    }

    private static OracleCase.Step map(OracleCase.Step step, UnaryOperator<List<Definition>> change) {
        if (step instanceof OracleCase.Published published) {
            return new OracleCase.Published(change.apply(published.definitions()));
        }
        return step instanceof OracleCase.Announced announced
                ? new OracleCase.Announced(change.apply(announced.definitions()))
                : step;
    }

    private static List<Definition> published(OracleCase.Step step) {
        if (step instanceof OracleCase.Published published) {
            return published.definitions();
        }
        return step instanceof OracleCase.Announced announced ? announced.definitions() : List.of();
    }

    private static Stream<Definition> simpler(Definition definition) {
        SegmentDefinition segment = ((SegmentBody) definition.body()).segment();
        Stream<SegmentDefinition> parts =
                simpler(segment.when()).map(when -> new SegmentDefinition(segment.purpose(), when, segment.stay()));
        Stream<SegmentDefinition> operational = segment.purpose() == null
                ? Stream.empty()
                : Stream.of(new SegmentDefinition(null, segment.when(), segment.stay()));
        Stream<SegmentDefinition> free = segment.stay() == null
                ? Stream.empty()
                : Stream.of(new SegmentDefinition(segment.purpose(), segment.when()));
        return Stream.of(operational, free, parts)
                .flatMap(s -> s)
                .map(body -> new Definition(
                        definition.id(),
                        definition.version(),
                        definition.index(),
                        definition.status(),
                        definition.owner(),
                        definition.title(),
                        definition.publishedAt(),
                        definition.source(),
                        new SegmentBody(body)));
    }

    /** The condition's parts, and itself with simpler ones. */
    private static Stream<Condition> simpler(Condition condition) {
        List<Condition> parts = condition.parts();
        List<Condition> simpler = new ArrayList<>(parts);
        for (int i = 0; i < parts.size(); i++) {
            int at = i;
            simpler(parts.get(i)).forEach(part -> {
                List<Condition> changed = new ArrayList<>(parts);
                changed.set(at, part);
                simpler.add(with(condition, changed));
            });
        }
        return simpler.stream();
    }

    private static Condition with(Condition condition, List<Condition> parts) {
        if (condition instanceof Condition.All) {
            return new Condition.All(parts);
        }
        if (condition instanceof Condition.Any) {
            return new Condition.Any(parts);
        }
        return condition instanceof Condition.AtLeast some
                ? new Condition.AtLeast(some.n(), parts)
                : new Condition.Not(parts.get(0));
    }
}
