package io.makolet.domain.segment;

import io.makolet.domain.definition.Definition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The segments of a plan, in order of index; the place of one among them is its position. */
record LiveSegments(List<Compiled> ordered) {

    /** A segment and its condition. */
    record Compiled(Definition definition, @Nullable String purpose, Node node) {}

    static LiveSegments of(Collection<Compiled> segments) {
        return new LiveSegments(segments.stream()
                .sorted(Comparator.comparingInt(s -> s.definition().index()))
                .toList());
    }

    Compiled get(int position) {
        return ordered.get(position);
    }

    int size() {
        return ordered.size();
    }

    /** Position by index of the definition. */
    Map<Integer, Integer> positions() {
        Map<Integer, Integer> positions = new HashMap<>();
        for (int i = 0; i < ordered.size(); i++) {
            positions.put(ordered.get(i).definition().index(), i);
        }
        return positions;
    }

    /** For each purpose, the positions of the segments that need consent for it. */
    Map<String, int[]> positionsByPurpose() {
        Map<String, int[]> positions = new HashMap<>();
        for (Compiled segment : ordered) {
            String purpose = segment.purpose();
            if (purpose != null) {
                positions.computeIfAbsent(
                        purpose,
                        p -> IntStream.range(0, ordered.size())
                                .filter(at -> purpose.equals(ordered.get(at).purpose()))
                                .toArray());
            }
        }
        return positions;
    }

    /** Is it a leaf, or does it change though its parts don't? */
    static boolean changesByItself(Node node) {
        return node.parts().isEmpty() || node instanceof Staying;
    }

    /** For each node that changes by itself, by slot, the positions of the segments that depend on it. */
    int[][] dependents(int nodes) {
        int[][] dependents = new int[nodes][];
        int[] counts = new int[nodes];
        Arrays.fill(dependents, new int[0]);
        for (int position = 0; position < ordered.size(); position++) {
            BitSet seen = new BitSet(nodes);
            List<Node> rest = new ArrayList<>(List.of(ordered.get(position).node()));
            while (!rest.isEmpty()) {
                Node node = rest.remove(rest.size() - 1);
                int slot = node.slot();
                if (seen.get(slot)) {
                    continue;
                }
                seen.set(slot);
                rest.addAll(node.parts());
                if (changesByItself(node)) {
                    if (counts[slot] == dependents[slot].length) {
                        dependents[slot] = Arrays.copyOf(dependents[slot], Math.max(1, counts[slot] * 2));
                    }
                    dependents[slot][counts[slot]++] = position;
                }
            }
        }
        for (int slot = 0; slot < dependents.length; slot++) {
            dependents[slot] = Arrays.copyOf(dependents[slot], counts[slot]);
        }
        return dependents;
    }
}
