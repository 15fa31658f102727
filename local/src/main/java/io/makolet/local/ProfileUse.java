package io.makolet.local;

import io.makolet.definitions.Draft;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.ProfileDeclaration;
import io.makolet.domain.expr.Expr;
import io.makolet.domain.expr.FieldUse;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Evaluation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which profile fields live definitions rely on. A folder is checked as a whole before it is published; this looks at what
 * was published from elsewhere and would be left without a field that it reads.
 */
final class ProfileUse {

    private ProfileUse() {}

    /** What publishing the drafts would break, one sentence each. */
    static List<String> brokenBy(List<Draft> drafts, Collection<Definition> live) {
        Set<String> republished = drafts.stream().map(Draft::key).collect(Collectors.toSet());
        Map<String, ProfileDeclaration.Field> after = new HashMap<>();
        drafts.forEach(draft -> declare(draft.body(), after));
        return brokenBy(republished, after, live);
    }

    /** What another version of one definition would break or lack, one sentence each; a retired one declares nothing. */
    static List<String> brokenBy(Definition next, Collection<Definition> live) {
        boolean retired = next.status() == Definition.Status.RETIRED;
        Map<String, ProfileDeclaration.Field> after = new HashMap<>();
        if (!retired) {
            declare(next.body(), after);
        }
        List<String> broken = brokenBy(Set.of(next.key()), after, live);
        if (!retired) {
            Map<String, ProfileDeclaration.Field> declared = new HashMap<>();
            live.stream().filter(d -> !d.key().equals(next.key())).forEach(d -> declare(d.body(), declared));
            fieldsOf(next.body()).stream()
                    .filter(name -> !declared.containsKey(name) && !name.equals(Evaluation.TIME_ZONE))
                    .forEach(name -> broken.add("it reads profile field " + name + ", expected that it is declared"));
        }
        return broken;
    }

    private static List<String> brokenBy(
            Set<String> republished, Map<String, ProfileDeclaration.Field> after, Collection<Definition> live) {
        List<Definition> others =
                live.stream().filter(d -> !republished.contains(d.key())).toList();
        Map<String, ProfileDeclaration.Field> before = new HashMap<>();
        live.forEach(definition -> declare(definition.body(), before));
        List<String> broken = new ArrayList<>();
        for (Definition other : others) {
            if (other.body() instanceof Definition.ProfileBody profile) {
                for (ProfileDeclaration.Field field : profile.profile().fields()) {
                    ProfileDeclaration.Field ours = after.putIfAbsent(field.name(), field);
                    if (ours != null && ours.type() != field.type()) {
                        broken.add("profile field " + field.name() + " would be " + ours.type() + ", expected "
                                + field.type() + " as in the published profile " + other.id());
                    }
                }
            }
        }
        for (Definition other : others) {
            for (String name : fieldsOf(other.body())) {
                ProfileDeclaration.Field was = before.get(name);
                ProfileDeclaration.Field now = after.get(name);
                if (was != null && (now == null || now.type() != was.type())) {
                    broken.add("profile field " + name + " would be " + (now == null ? "gone" : "of type " + now.type())
                            + ", expected " + was.type() + ": the live "
                            + other.body().kind() + " " + other.id()
                            + " reads it");
                }
            }
        }
        return broken;
    }

    private static void declare(Definition.Body body, Map<String, ProfileDeclaration.Field> fields) {
        if (body instanceof Definition.ProfileBody profile) {
            profile.profile().fields().forEach(field -> fields.put(field.name(), field));
        }
    }

    /** Names of the profile fields that a definition reads. */
    private static Set<String> fieldsOf(Definition.Body body) {
        Set<String> names = new TreeSet<>();
        if (body instanceof Definition.SegmentBody segment) {
            collect(segment.segment().when(), names);
        } else if (body instanceof Definition.OfferBody offer && offer.offer().eligible() != null) {
            collect(offer.offer().eligible(), names);
        }
        return names;
    }

    private static void collect(Condition condition, Set<String> names) {
        condition.all().forEach(part -> {
            names.addAll(part.profileFields());
            for (Condition.EventUse use : part.uses()) {
                Expr where = use.match().where();
                if (where != null) {
                    names.addAll(FieldUse.of(where, Expr.Scope.PROFILE));
                }
            }
        });
    }
}
