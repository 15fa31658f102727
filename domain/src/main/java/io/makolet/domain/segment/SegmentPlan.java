package io.makolet.domain.segment;

import io.makolet.domain.definition.Definition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All live segments, compiled to one plan. Equal predicates, aggregates, sequences and conditions are one: however many
 * segments ask for the purchases of 30 days, they are kept and updated once. Immutable.
 */
public final class SegmentPlan {

    /** Why a membership is unknown that looks at what is warming. */
    public static final String WARMING = "warming";

    /** How many coming changes a lease lists. */
    static final int MOST_FLIPS = 4;

    private static final int[] NONE = {};

    private final long id;
    private final LiveSegments segments;
    private final Routes routes;
    private final List<AggregatePlan> aggregates;
    private final Map<Long, AggregatePlan> aggregatesById;
    private final List<SequencePlan> sequences;
    private final Map<Long, SequencePlan> sequencesById;
    private final Map<String, List<Node>> leavesByField;
    private final Map<String, List<Node>> leavesByPurpose;
    private final List<Node> leavesOnNothing;
    private final Map<Integer, Integer> positions;
    private final List<Node> nodes;
    private final List<Dial> dials;
    private final int[][] dependents;
    private final List<Membership> strangers;
    private final int[] notFalseOfStrangers;
    private final Map<String, int[]> positionsByPurpose;
    private final Map<Integer, Definition> retired;
    private final List<Staying> stayings;
    private final Warming warming;

    SegmentPlan(PlanCompiler compiler) {
        this.segments = compiler.segments();
        this.id = compiler.id();
        this.routes = compiler.routes();
        this.aggregates = compiler.aggregates();
        this.aggregatesById = PlanCompiler.index(aggregates, AggregatePlan::id);
        this.sequences = compiler.sequences();
        this.sequencesById = PlanCompiler.index(sequences, SequencePlan::id);
        this.leavesByField = compiler.leavesByField();
        this.leavesByPurpose = compiler.leavesByPurpose();
        this.leavesOnNothing = compiler.leavesOnNothing();
        this.positions = segments.positions();
        this.nodes = compiler.nodes();
        this.dials = compiler.dials();
        this.dependents = segments.dependents(nodes.size());
        Evaluation evaluation = new Evaluation(this);
        evaluation.begin(NoFacts.INSTANCE, 0);
        this.strangers =
                IntStream.range(0, segments.size()).mapToObj(evaluation::lease).toList();
        this.stayings = IntStream.range(0, segments.size())
                .mapToObj(this::staying)
                .flatMap(Stream::ofNullable)
                .toList();
        this.notFalseOfStrangers = IntStream.range(0, segments.size())
                .filter(p -> segments.get(p).purpose() == null && isOfInterest(p))
                .toArray();
        this.positionsByPurpose = segments.positionsByPurpose();
        this.retired = compiler.retired();
        this.warming = compiler.warming().among(kept());
    }

    /** Is it not false of strangers, or will it once they have waited? */
    private boolean isOfInterest(int position) {
        Membership stranger = strangers.get(position);
        return stranger.value() != Truth.FALSE || (hasStays() && stranger.ends());
    }

    /**
     * Compiles the live segments among the definitions.
     *
     * @throws IllegalArgumentException if a segment refers to one that is not live, or to itself in a circle
     */
    public static SegmentPlan compile(Collection<Definition> definitions) {
        return compile(definitions, Warming.NONE);
    }

    /**
     * The same, where conditions are unknown that look at what is warming.
     *
     * @throws IllegalArgumentException if a segment refers to one that is not live, or to itself in a circle
     */
    public static SegmentPlan compile(Collection<Definition> definitions, Warming warming) {
        return PlanCompiler.compile(definitions, warming);
    }

    /** Equal for plans of the same segments, different for others; never 0. */
    public long id() {
        return id;
    }

    /** All aggregates. */
    public List<AggregatePlan> aggregates() {
        return aggregates;
    }

    /** All sequences. */
    public List<SequencePlan> sequences() {
        return sequences;
    }

    /** The aggregates and sequences of the plan whose past is still being read in. */
    public Warming warming() {
        return warming;
    }

    /** Ids under which customers' states keep something for the plan. */
    Set<Long> kept() {
        Set<Long> ids = new HashSet<>(aggregatesById.keySet());
        ids.addAll(sequencesById.keySet());
        return ids;
    }

    /** Live segments in order of index. */
    public List<Definition> segments() {
        return segments.ordered().stream()
                .map(LiveSegments.Compiled::definition)
                .toList();
    }

    /** Number of live segments. */
    public int size() {
        return segments.size();
    }

    /** Definition of the live segment at a position. */
    public Definition definition(int position) {
        return segments.get(position).definition();
    }

    /** Consent purpose of the live segment at a position, or null. */
    public @Nullable String purpose(int position) {
        return segments.get(position).purpose();
    }

    /** Position of the live segment with an index, or -1. */
    public int position(int index) {
        return positions.getOrDefault(index, -1);
    }

    /** Definition of the retired segment with an index, or null. */
    public @Nullable Definition retired(int index) {
        return retired.get(index);
    }

    /**
     * The lease of the segment at a position for somebody of whom nothing is known, not even the id and the time. It holds
     * forever, unless it depends on these.
     */
    public Membership ofStranger(int position) {
        return strangers.get(position);
    }

    /** Positions of the segments without a purpose whose lease for such a stranger is not false for ever, in order. */
    public int[] notFalseOfStrangers() {
        return notFalseOfStrangers.clone();
    }

    /** Purposes for which segments need consent. */
    public Set<String> purposes() {
        return positionsByPurpose.keySet();
    }

    /** Tells the positions of the segments that need consent for a purpose, in order. */
    public void forEachWithPurpose(String purpose, IntConsumer consumer) {
        for (int position : positionsByPurpose.getOrDefault(purpose, NONE)) {
            consumer.accept(position);
        }
    }

    /** Has the live segment with an index a stay? */
    public boolean hasStay(int index) {
        return hasStays() && position(index) >= 0 && staying(position(index)) != null;
    }

    /** Has any segment a stay? */
    public boolean hasStays() {
        return !stayings.isEmpty();
    }

    /** The nodes of the segments that have a stay, in order of index. */
    List<Staying> stayings() {
        return stayings;
    }

    /** The node of the segment at a position if it has a stay of its own, else null. */
    @Nullable
    Staying staying(int position) {
        Node node = node(position);
        boolean own = node instanceof Staying staying
                && staying.segment() == definition(position).index();
        return own ? (Staying) node : null;
    }

    Node node(int position) {
        return segments.get(position).node();
    }

    int nodes() {
        return nodes.size();
    }

    int dials() {
        return dials.size();
    }

    /** Number of a dial, with all leaves that compare it, among the sources of change by time. */
    int source(Dial dial) {
        return dial.slot();
    }

    /** Number of a leaf that looks otherwise among the sources of change by time. */
    int source(Node leaf) {
        return dials.size() + leaf.slot();
    }

    /** The dial that is a source of change by time, or null where it is a leaf. */
    @Nullable
    Dial dialAt(int source) {
        return source < dials.size() ? dials.get(source) : null;
    }

    /** The leaf that is a source of change by time. */
    Node leafAt(int source) {
        return nodes.get(source - dials.size());
    }

    /** Tells the number of each source that is known by a name, and the name, which is the same in all plans. */
    void forEachSource(BiConsumer<Integer, String> consumer) {
        dials.forEach(dial -> consumer.accept(source(dial), dial.name()));
        for (Node node : nodes) {
            String name = node.source();
            if (name != null) {
                consumer.accept(source(node), name);
            }
        }
    }

    /** Tells the numbers of what changes the segment at a position by time, and of some that may not. */
    void forEachSourceOf(int position, IntConsumer consumer) {
        forEachNodeOf(position, node -> {
            if (node instanceof Node.Aggregate aggregate) {
                consumer.accept(source(aggregate.dial()));
            } else if (LiveSegments.changesByItself(node)) {
                consumer.accept(source(node));
            }
        });
    }

    /** The ids, in order, of what the segment at a position looks at and is warming. */
    public List<Long> warmingOf(int position) {
        TreeSet<Long> ids = new TreeSet<>();
        forEachNodeOf(position, node -> {
            if (node instanceof Node.Warming leaf) {
                ids.add(leaf.id());
            }
        });
        return List.copyOf(ids);
    }

    /** Does the segment at a position look at what is warming? */
    public boolean isWarming(int position) {
        return !warming.numbers().isEmpty() && !warmingOf(position).isEmpty();
    }

    /** Of each backfill that has read everything, by number, the positions of the segments that look at what it was for. */
    public Map<Integer, BitSet> backfilled() {
        Map<Integer, BitSet> positions = new HashMap<>();
        warming.done().forEach((number, ids) -> positions.put(number, new BitSet(size())));
        if (!positions.isEmpty()) {
            for (int p = 0; p < size(); p++) {
                int position = p;
                forEachNodeOf(
                        position,
                        node -> node.kept()
                                .forEach(id -> warming.done().forEach((number, ids) -> {
                                    if (ids.contains(id)) {
                                        Objects.requireNonNull(positions.get(number))
                                                .set(position);
                                    }
                                })));
            }
        }
        return positions;
    }

    private void forEachNodeOf(int position, Consumer<Node> consumer) {
        BitSet seen = new BitSet(nodes.size());
        List<Node> rest = new ArrayList<>(List.of(node(position)));
        while (!rest.isEmpty()) {
            Node node = rest.remove(rest.size() - 1);
            if (!seen.get(node.slot())) {
                seen.set(node.slot());
                rest.addAll(node.parts());
                consumer.accept(node);
            }
        }
    }

    Iterable<Routes.Filter> filters(String eventType) {
        return routes.of(eventType);
    }

    List<Dial> dialsOf(long aggregateId) {
        AggregatePlan aggregate = aggregatesById.get(aggregateId);
        return aggregate == null ? List.of() : aggregate.dials();
    }

    /** What looks itself at what is kept under an id. */
    List<Node> leavesOf(long id) {
        SequencePlan sequence = sequencesById.get(id);
        AggregatePlan aggregate = aggregatesById.get(id);
        return sequence != null ? sequence.leaves() : aggregate == null ? List.of() : aggregate.leaves();
    }

    List<Node> leavesOnField(String field) {
        return leavesByField.getOrDefault(field, List.of());
    }

    List<Node> leavesOnPurpose(String purpose) {
        return leavesByPurpose.getOrDefault(purpose, List.of());
    }

    /** Leaves that look at what is there of everybody: the time, and the id. */
    List<Node> leavesOnNothing() {
        return leavesOnNothing;
    }

    /** Positions of the segments that depend on a leaf, in order. */
    int[] dependents(int leaf) {
        return dependents[leaf];
    }
}
