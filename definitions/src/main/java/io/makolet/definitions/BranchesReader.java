package io.makolet.definitions;

import io.makolet.domain.segment.Condition.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads where a shop's branches are. */
final class BranchesReader {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

    private final Report report;

    BranchesReader(Report report) {
        this.report = report;
    }

    /** A declared branch, by its id; the site is null if it has problems. */
    record Declared(YamlNode.Scalar id, @Nullable Site site) {}

    List<Declared> read(Keys keys) {
        YamlNode node = keys.required("branches");
        YamlNode.Mapping mapping =
                node == null ? null : Keys.mapping(node, "`branches`", "of ids and where they are", report);
        if (mapping == null) {
            return List.of();
        }
        if (mapping.entries().isEmpty()) {
            report.problem(mapping, "`branches` is empty, expected at least one branch");
        }
        List<Declared> branches = new ArrayList<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            branches.add(new Declared(entry.key(), site(entry)));
        }
        return branches;
    }

    private @Nullable Site site(YamlNode.Entry entry) {
        String id = entry.key().value();
        if (!ID.matcher(id).matches()) {
            report.problem(
                    entry.key(), "branch " + Wording.quote(id) + ", expected up to 100 letters, digits and - _ .");
        }
        Keys keys = Keys.of(entry.value(), "branch " + Wording.quote(id), Language.BRANCH, report);
        if (keys == null) {
            return null;
        }
        String name = keys.requiredText("name");
        Site site = SiteReader.site(keys, id, report);
        return name == null ? null : site;
    }
}
