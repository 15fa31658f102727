package io.makolet.local;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What becomes of a definition after it was published: the next version that ends it, or that takes it back. */
final class LifeCycle {

    private LifeCycle() {}

    /**
     * The version that ends a definition.
     *
     * @param name its id, or kind/id
     * @param now milliseconds since the epoch, UTC
     * @throws InvalidInput if there is none that is live, or a live definition needs it
     */
    static Definition retire(DefinitionLog log, String name, long now) {
        Definition current = find(log, name);
        if (current.status() == Status.RETIRED) {
            throw new InvalidInput(
                    said(current) + " is retired since version " + current.version() + ", expected one that is live");
        }
        Definition retired = version(current, current, Status.RETIRED, now);
        requireWhole(log, retired);
        return retired;
    }

    /**
     * The version that says again what an earlier one said.
     *
     * @param name id of the definition, or kind/id
     * @param to the earlier version; empty for the last one that was live and said something else
     * @param now milliseconds since the epoch, UTC
     * @throws InvalidInput if there is no such version, or it does not fit to what is live
     */
    static Definition rollback(DefinitionLog log, String name, OptionalInt to, long now) {
        Definition current = find(log, name);
        List<Definition> others = log.before(current).stream()
                .filter(before -> before.status() == Status.LIVE && !saysTheSame(before, current))
                .toList();
        Definition earlier = others.stream()
                .filter(before -> to.isEmpty() || before.version() == to.getAsInt())
                .reduce((one, next) -> next)
                .orElseThrow(() -> new InvalidInput((to.isEmpty() ? "an earlier version" : "version " + to.getAsInt())
                        + " of " + said(current) + ", expected " + versions(others)));
        Definition next = version(earlier, current, Status.LIVE, now);
        requireWhole(log, next);
        return next;
    }

    private static boolean saysTheSame(Definition before, Definition current) {
        return current.status() == Status.LIVE
                && before.body().equals(current.body())
                && before.owner().equals(current.owner())
                && before.title().equals(current.title());
    }

    private static String versions(List<Definition> definitions) {
        return definitions.isEmpty()
                ? "one that says something else; none is kept"
                : "one of those that say something else: "
                        + definitions.stream()
                                .map(d -> Integer.toString(d.version()))
                                .collect(Collectors.joining(", "));
    }

    private static Definition version(Definition content, Definition current, Status status, long now) {
        return new Definition(
                current.id(),
                current.version() + 1,
                current.index(),
                status,
                content.owner(),
                content.title(),
                now,
                content.source(),
                content.body());
    }

    private static void requireWhole(DefinitionLog log, Definition next) {
        Map<String, Definition> after = new TreeMap<>(log.latest());
        after.put(next.key(), next);
        List<Definition> live = after.values().stream()
                .filter(d -> d.status() != Status.RETIRED)
                .toList();
        List<String> broken = new ArrayList<>(LiveReferences.broken(live));
        broken.addAll(ProfileUse.brokenBy(next, log.live()));
        if (!broken.isEmpty()) {
            throw new InvalidInput(said(next) + " can't be "
                    + (next.status() == Status.RETIRED ? "retired" : "rolled back") + ": "
                    + String.join("; ", broken));
        }
    }

    private static Definition find(DefinitionLog log, String name) {
        List<Definition> found = log.latest().values().stream()
                .filter(d -> d.key().equals(name) || d.id().equals(name))
                .toList();
        if (found.isEmpty()) {
            throw new InvalidInput(
                    "definition '" + name + "' is not published, expected an id that makolet list shows");
        }
        if (found.size() > 1) {
            throw new InvalidInput("definition '" + name + "' is of several kinds, expected one of "
                    + found.stream().map(Definition::key).collect(Collectors.joining(", ")));
        }
        return found.get(0);
    }

    private static String said(Definition definition) {
        return definition.body().kind() + " " + definition.id();
    }
}
