package io.makolet.definitions;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The published cut points.
 *
 * @param known by id
 * @param broken ids of those that have a problem of their own
 * @param open can there be further ones, because a file could not be read?
 */
record CutPointsScope(Map<String, CutPoints> known, Set<String> broken, boolean open) {

    static final CutPointsScope NONE = new CutPointsScope(Map.of(), Set.of(), false);

    /** Those with an id; null, and reported unless they have a problem of their own, if there are none. */
    @Nullable
    CutPoints find(YamlNode.Scalar id, Report report) {
        CutPoints points = known.get(id.value());
        if (points == null && !open && !broken.contains(id.value())) {
            String expected = known.isEmpty()
                    ? ", expected a document of kind CutPoints with that id"
                    : Wording.expected(id.value(), known.keySet());
            report.problem(id, "no cut points have the id " + Wording.quote(id.value()) + expected);
        }
        return points;
    }
}
