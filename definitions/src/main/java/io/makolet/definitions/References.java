package io.makolet.definitions;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which segments refer to which, by {@code in}. */
final class References {

    /** A reference, where it stands. */
    private record Reference(YamlNode.Scalar target, Report report) {}

    private final Map<String, List<Reference>> ofSegments = new LinkedHashMap<>();
    private final List<Reference> ofOffers = new ArrayList<>();
    private final Set<String> done = new HashSet<>();

    void ofSegment(Document segment, List<YamlNode.Scalar> targets) {
        String id = segment.id() == null ? "" : segment.id().value();
        List<Reference> references = ofSegments.computeIfAbsent(id, unused -> new ArrayList<>());
        targets.forEach(target -> references.add(new Reference(target, segment.report())));
    }

    void ofOffer(Document offer, List<YamlNode.Scalar> targets) {
        targets.forEach(target -> ofOffers.add(new Reference(target, offer.report())));
    }

    /** Reports targets that do not exist, unless some may not have been read ({@code open}), and cycles. */
    void check(boolean open) {
        if (!open) {
            ofSegments.values().forEach(references -> references.forEach(this::checkExists));
            ofOffers.forEach(this::checkExists);
        }
        for (String id : ofSegments.keySet()) {
            checkCycles(id, new ArrayList<>());
        }
    }

    private void checkExists(Reference reference) {
        String id = reference.target().value();
        if (!ofSegments.containsKey(id)) {
            reference
                    .report()
                    .problem(
                            reference.target(),
                            "no segment has the id " + Wording.quote(id)
                                    + Wording.nearest(id, ofSegments.keySet())
                                            .map(near -> "; did you mean `" + near + "`?")
                                            .orElse(""));
        }
    }

    /** Depth-first: a reference to a segment on the path closes a cycle. */
    private void checkCycles(String id, List<String> path) {
        if (!done.add(id)) {
            return;
        }
        path.add(id);
        for (Reference reference : ofSegments.getOrDefault(id, List.of())) {
            String target = reference.target().value();
            int from = path.indexOf(target);
            if (from >= 0) {
                List<String> cycle = new ArrayList<>(path.subList(from, path.size()));
                cycle.add(target);
                reference
                        .report()
                        .problem(
                                reference.target(),
                                "segment " + Wording.quote(target) + " is made of itself: "
                                        + String.join(" -> ", cycle));
            } else {
                checkCycles(target, path);
            }
        }
        path.remove(path.size() - 1);
    }

    /** The segments, each after those it refers to; only for references without cycles. */
    List<Draft> inOrder(List<Draft> segments) {
        Map<String, Draft> byId = new LinkedHashMap<>();
        segments.forEach(segment -> byId.put(segment.id(), segment));
        Map<String, Draft> ordered = new LinkedHashMap<>();
        segments.forEach(segment -> place(segment.id(), byId, ordered));
        return List.copyOf(ordered.values());
    }

    private void place(String id, Map<String, Draft> byId, Map<String, Draft> ordered) {
        Draft segment = byId.get(id);
        if (segment == null || ordered.containsKey(id)) {
            return;
        }
        ofSegments
                .getOrDefault(id, List.of())
                .forEach(reference -> place(reference.target().value(), byId, ordered));
        ordered.put(id, segment);
    }
}
