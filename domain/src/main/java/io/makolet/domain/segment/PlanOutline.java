package io.makolet.domain.segment;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers mean that customers' states keep under a plan: enough to go on under another one without evaluating
 * anew what is as it was. It is persisted, behind a version byte. Immutable.
 */
public final class PlanOutline {

    private static final byte VERSION = 2;

    /** Which did not say what backfills had read. */
    private static final byte WITHOUT_READ_IN = 1;

    /** Stands for how many there are. */
    private static final int UNKNOWN = -1;

    private final long planId;
    private final Map<Integer, Long> meanings;
    private final int[] indexes;
    private final Map<Integer, String> purposes;
    private final Map<Integer, Long> sources;
    private final @Nullable Set<Integer> readIn;

    /**
     * @param indexes of the segments' definitions, by position
     * @param meanings what is asked for, by index; equal for equal questions
     * @param purposes for which segments need consent, by index
     * @param sources names of the sources of change by time, by number; equal for equal sources in all plans
     * @param readIn numbers of the backfills that have read everything; null if that is not known
     */
    private PlanOutline(
            long planId,
            int[] indexes,
            Map<Integer, Long> meanings,
            Map<Integer, String> purposes,
            Map<Integer, Long> sources,
            @Nullable Set<Integer> readIn) {
        this.planId = planId;
        this.indexes = indexes;
        this.purposes = Map.copyOf(purposes);
        this.meanings = Map.copyOf(meanings);
        this.sources = Map.copyOf(sources);
        this.readIn = readIn == null ? null : Set.copyOf(readIn);
    }

    /** The outline of a plan. */
    public static PlanOutline of(SegmentPlan plan) {
        Map<String, Definition> byId = new HashMap<>();
        plan.segments().forEach(definition -> byId.put(definition.id(), definition));
        Map<String, Long> known = new HashMap<>();
        int[] indexes = new int[plan.size()];
        Map<Integer, Long> meanings = new HashMap<>();
        Map<Integer, String> purposes = new HashMap<>();
        for (int position = 0; position < plan.size(); position++) {
            Definition definition = plan.definition(position);
            String purpose = plan.purpose(position);
            if (purpose != null) {
                purposes.put(definition.index(), purpose);
            }
            indexes[position] = definition.index();
            long meaning = meaning(definition, byId, known);
            List<Long> warming = plan.warmingOf(position);
            meanings.put(definition.index(), warming.isEmpty() ? meaning : StateId.of(meaning + "|" + warming));
        }
        Map<Integer, Long> sources = new HashMap<>();
        plan.forEachSource((source, name) -> sources.put(source, StateId.of(name)));
        return new PlanOutline(
                plan.id(),
                indexes,
                meanings,
                purposes,
                sources,
                plan.warming().done().keySet());
    }

    /** Of the condition and of the conditions of all segments that it refers to. */
    private static long meaning(Definition definition, Map<String, Definition> byId, Map<String, Long> known) {
        Long done = known.get(definition.id());
        if (done != null) {
            return done;
        }
        SegmentDefinition segment = ((SegmentBody) definition.body()).segment();
        StringBuilder text = new StringBuilder().append(segment);
        segment.when().all().forEach(part -> {
            Definition other = part instanceof Condition.In in ? byId.get(in.segmentId()) : null;
            if (other != null) {
                text.append('|').append(meaning(other, byId, known));
            }
        });
        long meaning = StateId.of(text.toString());
        known.put(definition.id(), meaning);
        return meaning;
    }

    /** Id of the plan. */
    public long planId() {
        return planId;
    }

    int size() {
        return indexes.length;
    }

    /** Index of the definition at a position. */
    int index(int position) {
        return indexes[position];
    }

    /** Does it ask the same of a segment as another plan does? */
    boolean asksTheSame(int index, PlanOutline other) {
        Long meaning = meanings.get(index);
        return meaning != null && meaning.equals(other.meanings.get(index));
    }

    /** Purpose for which the segment with an index needs consent, or null. */
    @Nullable
    String purpose(int index) {
        return purposes.get(index);
    }

    /** Names of the sources of change by time, by number. */
    Map<Integer, Long> sources() {
        return sources;
    }

    /** Numbers of the backfills that have read everything here and had not under the plan of an earlier outline. */
    Set<Integer> readInSince(PlanOutline earlier) {
        Set<Integer> since = new HashSet<>();
        if (readIn != null && earlier.readIn != null) {
            since.addAll(readIn);
            since.removeAll(earlier.readIn);
        }
        return since;
    }

    /** The bytes that {@link #decode} reads. */
    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(encodedBytes());
        out.put(VERSION).putLong(planId).putInt(indexes.length);
        for (int index : indexes) {
            byte[] purpose = utf8(purposes.getOrDefault(index, ""));
            out.putInt(index).putLong(meanings.getOrDefault(index, 0L));
            out.putShort((short) purpose.length).put(purpose);
        }
        out.putInt(sources.size());
        for (int source : sources.keySet().stream().sorted().toList()) {
            out.putInt(source).putLong(sources.getOrDefault(source, 0L));
        }
        if (readIn == null) {
            return out.putInt(UNKNOWN).array();
        }
        out.putInt(readIn.size());
        readIn.stream().sorted().forEach(out::putInt);
        return out.array();
    }

    private int encodedBytes() {
        int texts = purposes.values().stream()
                .mapToInt(purpose -> utf8(purpose).length)
                .sum();
        int segment = Integer.BYTES + Long.BYTES + Short.BYTES;
        int source = Integer.BYTES + Long.BYTES;
        int heads = Byte.BYTES + Long.BYTES + 3 * Integer.BYTES;
        int numbers = readIn == null ? 0 : readIn.size() * Integer.BYTES;
        return heads + indexes.length * segment + texts + sources.size() * source + numbers;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What was encoded, in this version or an older one.
     *
     * @throws IllegalArgumentException if the bytes are of an unknown version or damaged
     */
    public static PlanOutline decode(byte[] bytes) {
        try {
            return decode(ByteBuffer.wrap(bytes));
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw new IllegalArgumentException("the outline of a plan is damaged: " + e, e);
        }
    }

    private static PlanOutline decode(ByteBuffer in) {
        byte version = in.get();
        if (version < WITHOUT_READ_IN || version > VERSION) {
            throw new IllegalArgumentException(
                    "outline of a plan of version " + version + ", expected " + WITHOUT_READ_IN + " to " + VERSION);
        }
        long planId = in.getLong();
        int[] indexes = new int[in.getInt()];
        Map<Integer, Long> meanings = new HashMap<>();
        Map<Integer, String> purposes = new HashMap<>();
        for (int position = 0; position < indexes.length; position++) {
            indexes[position] = in.getInt();
            meanings.put(indexes[position], in.getLong());
            byte[] purpose = new byte[Short.toUnsignedInt(in.getShort())];
            in.get(purpose);
            if (purpose.length > 0) {
                purposes.put(indexes[position], new String(purpose, StandardCharsets.UTF_8));
            }
        }
        Map<Integer, Long> sources = new HashMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            sources.put(in.getInt(), in.getLong());
        }
        return new PlanOutline(
                planId, indexes, meanings, purposes, sources, version == WITHOUT_READ_IN ? null : readIn(in));
    }

    private static @Nullable Set<Integer> readIn(ByteBuffer in) {
        int left = in.getInt();
        if (left == UNKNOWN) {
            return null;
        }
        Set<Integer> numbers = new HashSet<>();
        for (; left > 0; left--) {
            numbers.add(in.getInt());
        }
        return numbers;
    }

    /** Those of several plans, by plan; of equal ones, one. */
    public static Map<Long, PlanOutline> byPlan(List<PlanOutline> outlines) {
        Map<Long, PlanOutline> byPlan = new HashMap<>();
        outlines.forEach(outline -> byPlan.putIfAbsent(outline.planId, outline));
        return byPlan;
    }
}
