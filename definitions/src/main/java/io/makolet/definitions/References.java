package io.makolet.definitions;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which segments refer to which, by {@code in}. */
final class References {

    /** A reference, where it stands. */
    private record Reference(YamlNode.Scalar target, Report report) {
        String id() {
            return target.value();
        }
    }

    /** A segment on the way, and those of its references that are not followed yet. */
    private record Step(String id, Iterator<Reference> left) {}

    private final Map<String, List<Reference>> ofSegments = new LinkedHashMap<>();
    private final List<Reference> ofOffers = new ArrayList<>();
    private final Set<String> ordered = new LinkedHashSet<>();

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
        ofSegments.keySet().forEach(this::follow);
    }

    private void checkExists(Reference reference) {
        if (!ofSegments.containsKey(reference.id())) {
            reference
                    .report()
                    .problem(
                            reference.target(),
                            "no segment has the id " + Wording.quote(reference.id())
                                    + Wording.nearest(reference.id(), ofSegments.keySet())
                                            .map(near -> "; did you mean `" + near + "`?")
                                            .orElse(""));
        }
    }

    /** Depth first, and without recursion however long the way is; a reference to a segment on the way closes a cycle. */
    private void follow(String root) {
        Deque<Step> way = new ArrayDeque<>();
        Set<String> onWay = new HashSet<>();
        enter(root, way, onWay);
        while (!way.isEmpty()) {
            Step step = way.getLast();
            if (!step.left().hasNext()) {
                ordered.add(step.id());
                onWay.remove(step.id());
                way.removeLast();
                continue;
            }
            Reference reference = step.left().next();
            if (onWay.contains(reference.id())) {
                reference
                        .report()
                        .problem(
                                reference.target(),
                                "segment " + Wording.quote(reference.id()) + " is made of itself: "
                                        + cycle(reference.id(), way));
            } else {
                enter(reference.id(), way, onWay);
            }
        }
    }

    private void enter(String id, Deque<Step> way, Set<String> onWay) {
        if (!ordered.contains(id)) {
            onWay.add(id);
            way.addLast(new Step(id, ofSegments.getOrDefault(id, List.of()).iterator()));
        }
    }

    private static String cycle(String id, Deque<Step> way) {
        List<String> ids = new ArrayList<>(way.stream().map(Step::id).toList());
        ids.add(id);
        return String.join(" -> ", ids.subList(ids.indexOf(id), ids.size()));
    }

    /** The segments, each after those it refers to; to be asked after {@link #check}. */
    List<Draft> inOrder(List<Draft> segments) {
        Map<String, Draft> byId = new LinkedHashMap<>();
        segments.forEach(segment -> byId.put(segment.id(), segment));
        return ordered.stream().filter(byId::containsKey).map(byId::get).toList();
    }
}
