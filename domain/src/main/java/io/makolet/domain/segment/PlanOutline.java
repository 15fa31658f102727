package io.makolet.domain.segment;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers mean that customers' states keep under a plan: enough to go on under another one without evaluating
 * anew what is as it was. It is persisted, behind a version byte. Immutable.
 */
public final class PlanOutline {

    private static final byte VERSION = 1;

    private final long planId;
    private final Map<Integer, Long> meanings;
    private final int[] indexes;
    private final Map<Integer, String> purposes;
    private final Map<Integer, Long> sources;

    /**
     * @param indexes of the segments' definitions, by position
     * @param meanings what is asked for, by index; equal for equal questions
     * @param purposes for which segments need consent, by index
     * @param sources names of the sources of change by time, by number; equal for equal sources in all plans
     */
    private PlanOutline(
            long planId,
            int[] indexes,
            Map<Integer, Long> meanings,
            Map<Integer, String> purposes,
            Map<Integer, Long> sources) {
        this.planId = planId;
        this.indexes = indexes;
        this.purposes = Map.copyOf(purposes);
        this.meanings = Map.copyOf(meanings);
        this.sources = Map.copyOf(sources);
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
            meanings.put(definition.index(), meaning(definition, byId, known));
        }
        Map<Integer, Long> sources = new HashMap<>();
        plan.forEachSource((source, name) -> sources.put(source, StateId.of(name)));
        return new PlanOutline(plan.id(), indexes, meanings, purposes, sources);
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

    /** The bytes that {@link #decode} reads. */
    public byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(planId);
            out.writeInt(indexes.length);
            for (int index : indexes) {
                out.writeInt(index);
                out.writeLong(meanings.getOrDefault(index, 0L));
                out.writeUTF(purposes.getOrDefault(index, ""));
            }
            out.writeInt(sources.size());
            for (int source : sources.keySet().stream().sorted().toList()) {
                out.writeInt(source);
                out.writeLong(sources.getOrDefault(source, 0L));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * What was encoded, in this version or an older one.
     *
     * @throws IllegalArgumentException if the bytes are of an unknown version or damaged
     */
    public static PlanOutline decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("outline of a plan of version " + version + ", expected " + VERSION);
            }
            long planId = in.readLong();
            int[] indexes = new int[in.readInt()];
            Map<Integer, Long> meanings = new HashMap<>();
            Map<Integer, String> purposes = new HashMap<>();
            for (int position = 0; position < indexes.length; position++) {
                indexes[position] = in.readInt();
                meanings.put(indexes[position], in.readLong());
                String purpose = in.readUTF();
                if (!purpose.isEmpty()) {
                    purposes.put(indexes[position], purpose);
                }
            }
            Map<Integer, Long> sources = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                sources.put(in.readInt(), in.readLong());
            }
            return new PlanOutline(planId, indexes, meanings, purposes, sources);
        } catch (IOException e) {
            throw new IllegalArgumentException("the outline of a plan is damaged: " + e, e);
        }
    }

    /** Those of several plans, by plan; of equal ones, one. */
    public static Map<Long, PlanOutline> byPlan(List<PlanOutline> outlines) {
        Map<Long, PlanOutline> byPlan = new HashMap<>();
        outlines.forEach(outline -> byPlan.putIfAbsent(outline.planId, outline));
        return byPlan;
    }
}
