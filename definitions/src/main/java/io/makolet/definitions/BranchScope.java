package io.makolet.definitions;

import io.makolet.domain.segment.Condition.Site;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The declared branches.
 *
 * @param sites by id
 * @param broken ids of branches whose declaration has a problem of its own
 * @param open can there be further branches, because a file could not be read?
 */
record BranchScope(Map<String, Site> sites, Set<String> broken, boolean open) {

    /** All of them. */
    List<Site> all() {
        return List.copyOf(sites.values());
    }

    /** The branch with an id; null, and reported unless it has a problem of its own, if there is none. */
    @Nullable
    Site find(YamlNode.Scalar id, Report report) {
        Site site = sites.get(id.value());
        if (site == null && !open && !broken.contains(id.value())) {
            report.problem(
                    id,
                    "no branch " + Wording.quote(id.value()) + " is declared"
                            + (sites.isEmpty()
                                    ? ", expected a document of kind Branches that declares it"
                                    : Wording.expected(id.value(), sites.keySet())));
        }
        return site;
    }
}
