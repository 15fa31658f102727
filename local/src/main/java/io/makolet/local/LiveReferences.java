package io.makolet.local;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.OfferBody;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.SegmentPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which live definitions refer to segments. */
final class LiveReferences {

    private LiveReferences() {}

    /** What is wrong among definitions that shall be live together, one sentence each. */
    static List<String> broken(Collection<Definition> live) {
        Set<String> segments = live.stream()
                .filter(d -> d.body() instanceof SegmentBody)
                .map(Definition::id)
                .collect(Collectors.toSet());
        List<String> broken = new ArrayList<>();
        for (Definition definition : live) {
            Condition condition = condition(definition.body());
            if (condition != null) {
                condition.all().forEach(part -> {
                    if (part instanceof Condition.In in && !segments.contains(in.segmentId())) {
                        broken.add("the live " + definition.body().kind() + " " + definition.id()
                                + " refers to segment " + in.segmentId() + ", expected that it is live");
                    }
                });
            }
        }
        if (broken.isEmpty()) {
            try {
                SegmentPlan.compile(live);
            } catch (IllegalArgumentException e) {
                broken.add(String.valueOf(e.getMessage()));
            }
        }
        return broken;
    }

    private static @Nullable Condition condition(Definition.Body body) {
        if (body instanceof SegmentBody segment) {
            return segment.segment().when();
        }
        return body instanceof OfferBody offer ? offer.offer().eligible() : null;
    }
}
