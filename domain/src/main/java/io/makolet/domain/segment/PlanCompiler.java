package io.makolet.domain.segment;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.definition.Definition.Status;
import io.makolet.domain.expr.CanonicalText;
import io.makolet.domain.expr.Compiler;
import io.makolet.domain.segment.AggregatePlan.Keeping;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.Function;
import io.makolet.domain.segment.Condition.Measure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Compiles definitions to the nodes, shared aggregates and sequences of a {@link SegmentPlan}. */
final class PlanCompiler {

    private final Map<String, Definition> live = new LinkedHashMap<>();
    private final Map<Integer, Definition> retired = new HashMap<>();
    private final Map<String, LiveSegments.Compiled> compiled = new LinkedHashMap<>();
    private final Set<String> open = new LinkedHashSet<>();
    private final Map<String, AggregatePlan> aggregates = new LinkedHashMap<>();
    private final Map<String, SequencePlan> sequences = new LinkedHashMap<>();
    private final Map<List<Object>, Dial> dials = new LinkedHashMap<>();
    private final Map<List<Object>, Node> nodes = new LinkedHashMap<>();
    private final Map<String, List<Node>> leavesByField = new HashMap<>();
    private final Map<String, List<Node>> leavesByPurpose = new HashMap<>();
    private final Set<Node> leavesOnNothing = new LinkedHashSet<>();
    private final Routes routes = new Routes();
    private final Warming warming;

    private PlanCompiler(Warming warming) {
        this.warming = warming;
    }

    static SegmentPlan compile(Collection<Definition> definitions, Warming warming) {
        PlanCompiler compiler = new PlanCompiler(warming);
        definitions.stream()
                .filter(d -> d.body() instanceof SegmentBody && d.status() == Status.LIVE)
                .sorted(Comparator.comparingInt(Definition::index))
                .forEach(d -> compiler.live.put(d.id(), d));
        definitions.stream()
                .filter(d -> d.body() instanceof SegmentBody && d.status() == Status.RETIRED)
                .forEach(d -> compiler.retired.put(d.index(), d));
        compiler.live.keySet().forEach(compiler::segment);
        compiler.dials.values().forEach(Dial::close);
        return new SegmentPlan(compiler);
    }

    /** The retired segments, by index. */
    Map<Integer, Definition> retired() {
        return retired;
    }

    LiveSegments segments() {
        return LiveSegments.of(compiled.values());
    }

    /** Of the segments and of what states number by slot: a compiler that numbers otherwise makes other plans. */
    long id() {
        StringBuilder text = new StringBuilder();
        aggregates.values().forEach(a -> text.append(a.id()).append('\n'));
        sequences.values().forEach(s -> text.append(s.id()).append('\n'));
        dials.keySet().forEach(key -> text.append(key).append('\n'));
        nodes.keySet().forEach(key -> text.append(key).append('\n'));
        for (LiveSegments.Compiled segment : segments().ordered()) {
            Definition definition = segment.definition();
            text.append(definition.id())
                    .append('|')
                    .append(definition.index())
                    .append('|')
                    .append(definition.version())
                    .append('|')
                    .append(definition.body())
                    .append('\n');
        }
        retired.keySet().stream()
                .sorted()
                .forEach(index -> text.append("retired|").append(index).append('\n'));
        return Math.max(1, StateId.of(text.toString()) >>> 1);
    }

    Routes routes() {
        return routes;
    }

    List<AggregatePlan> aggregates() {
        return List.copyOf(aggregates.values());
    }

    List<SequencePlan> sequences() {
        return List.copyOf(sequences.values());
    }

    Map<String, List<Node>> leavesByField() {
        return leavesByField;
    }

    Map<String, List<Node>> leavesByPurpose() {
        return leavesByPurpose;
    }

    /** Leaves that may say of a customer what they do not of others, though nothing is known of any of them. */
    List<Node> leavesOnNothing() {
        return List.copyOf(leavesOnNothing);
    }

    /** All nodes, by slot. */
    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    /** What is warming, here or elsewhere. */
    Warming warming() {
        return warming;
    }

    /** All dials, by slot. */
    List<Dial> dials() {
        return List.copyOf(dials.values());
    }

    static <T> Map<Long, T> index(List<T> all, java.util.function.Function<T, Long> id) {
        Map<Long, T> byId = new HashMap<>();
        all.forEach(one -> byId.put(id.apply(one), one));
        return byId;
    }

    private LiveSegments.Compiled segment(String id) {
        LiveSegments.Compiled done = compiled.get(id);
        if (done != null) {
            return done;
        }
        Definition definition = live.get(id);
        if (definition == null || !(definition.body() instanceof SegmentBody body)) {
            throw new IllegalArgumentException("segment " + id + " is referred to, expected a live segment");
        }
        if (!open.add(id)) {
            throw new IllegalArgumentException(
                    "segment " + id + " refers to itself by " + String.join(" -> ", open) + " -> " + id);
        }
        Node node = node(body.segment().when());
        String purpose = body.segment().purpose();
        if (purpose != null) {
            Node.Consent consent = consent(purpose);
            Node part = node;
            node = node(List.of("consented", consent.slot(), part.slot()), s -> new Node.Consented(s, consent, part));
        }
        Stay stay = body.segment().stay();
        if (stay != null) {
            Node part = node;
            int index = definition.index();
            node = node(List.of("stay", index, stay, part.slot()), s -> new Staying(s, index, stay, part));
        }
        LiveSegments.Compiled result = new LiveSegments.Compiled(definition, purpose, node);
        open.remove(id);
        compiled.put(id, result);
        return result;
    }

    private Node.Consent consent(String purpose) {
        int before = nodes.size();
        Node node =
                node(List.of("consent", purpose), slot -> new Node.Consent(slot, purpose, "no consent for " + purpose));
        if (nodes.size() > before) {
            leavesByPurpose.computeIfAbsent(purpose, p -> new ArrayList<>()).add(node);
        }
        return (Node.Consent) node;
    }

    /** The node with a key, which is all that tells it from others. */
    private Node node(List<Object> key, IntFunction<Node> make) {
        Node known = nodes.get(key);
        if (known != null) {
            return known;
        }
        Node node = make.apply(nodes.size());
        nodes.put(key, node);
        return node;
    }

    private Node node(Condition condition) {
        if (condition instanceof Condition.All all) {
            return connective(all.parts().size(), all.parts());
        }
        if (condition instanceof Condition.Any any) {
            return connective(1, any.parts());
        }
        if (condition instanceof Condition.AtLeast some) {
            return connective(some.n(), some.parts());
        }
        if (condition instanceof Condition.Not not) {
            Node part = node(not.part());
            return node(List.of("not", part.slot()), slot -> new Node.Not(slot, part));
        }
        if (condition instanceof Condition.In in) {
            return segment(in.segmentId()).node();
        }
        if (condition instanceof Condition.Cel cel) {
            return predicate(cel);
        }
        if (condition instanceof Condition.Anniversary anniversary) {
            return onProfile(
                    List.of(anniversary),
                    List.of(anniversary.of(), Evaluation.TIME_ZONE),
                    slot -> new Anniversary(slot, anniversary));
        }
        if (condition instanceof Condition.Season season) {
            return onNothing(onProfile(
                    List.of("season", season.edges(), season.knownFrom(), season.knownUntil()),
                    List.of(Evaluation.TIME_ZONE),
                    slot -> new Season(slot, season)));
        }
        if (condition instanceof Condition.Sample sample) {
            return onNothing(node(List.of(sample), slot -> new Sample(slot, sample)));
        }
        if (condition instanceof Condition.Listed listed) {
            return onNothing(node(List.of(listed), slot -> new Listed(slot, listed)));
        }
        if (condition instanceof Condition.Near near) {
            Condition.Site center = near.center();
            return onProfile(
                    List.of("near", near.place(), center.latitude(), center.longitude(), near.metres()),
                    near.profileFields(),
                    slot -> new Near(slot, near));
        }
        if (condition instanceof Condition.Nearest nearest) {
            return onProfile(List.of(nearest), nearest.profileFields(), slot -> new Nearest(slot, nearest));
        }
        if (condition instanceof Condition.Aggregate aggregate) {
            return aggregate(aggregate);
        }
        if (condition instanceof Condition.Ratio ratio) {
            return ratio(ratio);
        }
        if (condition instanceof Condition.Recency recency) {
            return recency(recency);
        }
        if (condition instanceof Condition.Replenish replenish) {
            return replenish(replenish);
        }
        if (condition instanceof Condition.Top top) {
            return top(top);
        }
        if (condition instanceof Condition.Gap gap) {
            return gap(gap);
        }
        if (condition instanceof Condition.Sequence sequence) {
            return sequence(sequence);
        }
        throw new IllegalArgumentException("condition " + condition + ", expected one of the kinds of Condition");
    }

    private Node connective(int needed, List<Condition> conditions) {
        List<Node> parts = conditions.stream().map(this::node).toList();
        if (parts.size() == 1) {
            return parts.get(0);
        }
        List<Integer> slots = parts.stream().map(Node::slot).toList();
        return node(List.of("connective", needed, slots), slot -> new Connective(slot, needed, parts));
    }

    private Node predicate(Condition.Cel cel) {
        List<String> fields = cel.profileFields();
        return onProfile(
                List.of("predicate", CanonicalText.of(cel.expression())),
                fields,
                slot -> new Node.Predicate(slot, Compiler.compile(cel.expression()), fields));
    }

    /** The leaf with a key, which is looked at again when one of some profile fields changes. */
    private Node onProfile(List<Object> key, List<String> fields, IntFunction<Node> make) {
        int before = nodes.size();
        Node node = node(key, make);
        if (nodes.size() > before) {
            fields.forEach(field ->
                    leavesByField.computeIfAbsent(field, f -> new ArrayList<>()).add(node));
        }
        return node;
    }

    /** A leaf that says something of everybody. */
    private Node onNothing(Node leaf) {
        leavesOnNothing.add(leaf);
        return leaf;
    }

    private Node aggregate(Condition.Aggregate aggregate) {
        AggregatePlan plan = plan(aggregate.measure());
        if (warming.contains(plan.id())) {
            return warming(plan.id());
        }
        Dial dial = dial(plan, Reading.of(aggregate.measure().function()));
        int before = nodes.size();
        Node node = node(
                List.of("aggregate", dial.slot(), aggregate.comparison()),
                slot -> new Node.Aggregate(slot, dial, aggregate.comparison()));
        if (nodes.size() > before) {
            dial.addLeaf((Node.Aggregate) node);
        }
        return node;
    }

    private Node ratio(Condition.Ratio ratio) {
        AggregatePlan above = plan(ratio.dividend());
        AggregatePlan below = plan(ratio.divisor());
        if (warming.contains(above.id()) || warming.contains(below.id())) {
            return warming(warming.contains(above.id()) ? above.id() : below.id());
        }
        Dial dividend = dial(above, Reading.of(ratio.dividend().function()));
        Dial divisor = dial(below, Reading.of(ratio.divisor().function()));
        int before = nodes.size();
        Node node = node(
                List.of("ratio", dividend.slot(), divisor.slot(), ratio.comparison()),
                slot -> new Node.Ratio(slot, dividend, divisor, ratio.comparison()));
        if (nodes.size() > before) {
            dividend.addOther(node);
            divisor.addOther(node);
        }
        return node;
    }

    private Node recency(Condition.Recency recency) {
        AggregatePlan plan = plan(recency.spec(), null);
        if (warming.contains(plan.id())) {
            return warming(plan.id());
        }
        Dial dial = dial(plan, recency.first() ? Reading.FIRST_TIME : Reading.LAST_TIME);
        int before = nodes.size();
        Node node = node(
                List.of("recency", dial.slot(), recency.comparison()),
                slot -> new Node.Recency(slot, dial, recency.comparison()));
        if (nodes.size() > before) {
            dial.addOther(node);
        }
        return node;
    }

    private Node replenish(Condition.Replenish replenish) {
        AggregatePlan events = plan(replenish.spec(), null);
        if (warming.contains(events.id())) {
            return warming(events.id());
        }
        Dial first = dial(events, Reading.FIRST_TIME);
        Dial last = dial(events, Reading.LAST_TIME);
        Dial count = dial(events, Reading.COUNT);
        int before = nodes.size();
        Node node = node(
                List.of(
                        "replenish",
                        last.slot(),
                        replenish.cycleMillis(),
                        replenish.leadMillis(),
                        replenish.lateMillis()),
                slot -> new Replenish(slot, first, last, count, replenish));
        if (nodes.size() > before) {
            List.of(first, last, count).forEach(dial -> dial.addOther(node));
        }
        return node;
    }

    private Node top(Condition.Top top) {
        Decay decay = new Decay(top.halfLifeMillis(), top.weight());
        AggregatePlan affinities =
                plan(AggregatePlan.canonical(top.spec(), decay), slot -> new AggregatePlan(top.spec(), decay, slot));
        return warming.contains(affinities.id())
                ? warming(affinities.id())
                : onSeries(
                        List.of("top", affinities.slot(), top.is(), top.k(), top.min()),
                        affinities,
                        slot -> Top.of(slot, affinities, top));
    }

    private Node gap(Condition.Gap gap) {
        AggregatePlan events = plan(gap.spec(), null);
        AggregatePlan life = plan(gap.life(), null);
        if (warming.contains(events.id()) || warming.contains(life.id())) {
            return warming(warming.contains(events.id()) ? events.id() : life.id());
        }
        Dial first = dial(life, Reading.FIRST_TIME);
        return onSeries(
                List.of("gap", events.slot(), gap.atLeastMillis(), gap.overMillis()),
                events,
                slot -> new Gap(slot, events, first, gap.atLeastMillis(), gap.overMillis()));
    }

    /** The leaf with a key, which looks at a series itself. */
    private Node onSeries(List<Object> key, AggregatePlan aggregate, IntFunction<Node> make) {
        int before = nodes.size();
        Node node = node(key, make);
        if (nodes.size() > before) {
            aggregate.leaves().add(node);
        }
        return node;
    }

    private Node sequence(Condition.Sequence sequence) {
        SequencePlan plan = sequences.get(SequencePlan.canonical(sequence));
        if (plan == null) {
            plan = new SequencePlan(sequence, sequences.size());
            sequences.put(SequencePlan.canonical(sequence), plan);
            routes.add(plan, sequence);
        }
        if (warming.contains(plan.id())) {
            return warming(plan.id());
        }
        SequencePlan shared = plan;
        int before = nodes.size();
        Node node = node(List.of("sequence", plan.slot()), slot -> new Node.Sequence(slot, shared));
        if (nodes.size() > before) {
            plan.leaves().add(node);
        }
        return node;
    }

    private Node warming(long id) {
        return node(List.of(SegmentPlan.WARMING, id), slot -> new Node.Warming(slot, id));
    }

    private AggregatePlan plan(Measure measure) {
        return plan(measure.spec(), measure.function());
    }

    private Dial dial(AggregatePlan aggregate, Reading reading) {
        return dials.computeIfAbsent(List.of(aggregate.slot(), reading), key -> {
            Dial dial = new Dial(dials.size(), aggregate, reading);
            aggregate.dials().add(dial);
            return dial;
        });
    }

    private AggregatePlan plan(AggregateSpec spec, @Nullable Function function) {
        Keeping keeping = Keeping.of(spec, function);
        return plan(AggregatePlan.canonical(spec, keeping), slot -> new AggregatePlan(spec, keeping, slot));
    }

    private AggregatePlan plan(String canonical, IntFunction<AggregatePlan> make) {
        return aggregates.computeIfAbsent(canonical, key -> {
            AggregatePlan aggregate = make.apply(aggregates.size());
            routes.add(aggregate);
            return aggregate;
        });
    }
}
