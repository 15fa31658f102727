package io.makolet.domain.identity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which ids are one person's: those that links join, directly or through others.
 *
 * <p>Of each pair of ids the statement that overrules all others counts. So persons depend on the set of statements only,
 * not on the order in which they come, nor on how often.
 *
 * <p>An id with more links than a bound is a shared one, such as a kiosk, and joins nobody: it is a person of its own. So is a
 * device that was seen with two customers, such as a family's tablet: only who states it makes one person of two customers. Where
 * more ids than a bound would be one person, each is a person of its own. A statement costs no more than these bounds
 * allow, however many ids there are; to forget an id, as much as there are statements about it. Not thread-safe.
 */
public final class LinkGraph {

    /** With whom an id of no customer may be seen. */
    private static final int MOST_CUSTOMERS = 1;

    private final int mostLinks;
    private final int mostIds;

    /** The statement that counts, by both ids. */
    private final Map<String, Map<String, Link>> statements = new HashMap<>();

    private final Map<String, Set<String>> linked = new HashMap<>();
    private final Map<String, Integer> customersSeen = new HashMap<>();
    private int size;

    /**
     * A graph without links.
     *
     * @param mostLinks an id with more is shared by several people; at least 1
     * @param mostIds of one person; at least 2
     */
    public LinkGraph(int mostLinks, int mostIds) {
        if (mostLinks < 1 || mostIds < 2) {
            throw new IllegalArgumentException("at most " + mostLinks + " links of an id and " + mostIds
                    + " ids of a person, expected 1 or more and 2 or more");
        }
        this.mostLinks = mostLinks;
        this.mostIds = mostIds;
    }

    /** Takes a statement; the person of each id that belongs to another one by it. */
    public SortedMap<String, String> add(Link statement) {
        Link before = statement(statement.one(), statement.other());
        if (before != null && !statement.overrules(before)) {
            return Collections.emptySortedMap();
        }
        size += before == null ? 1 : 0;
        statements.computeIfAbsent(statement.one(), id -> new HashMap<>()).put(statement.other(), statement);
        statements.computeIfAbsent(statement.other(), id -> new HashMap<>()).put(statement.one(), statement);
        Link gone = before != null && before.linked() ? before : null;
        Link come = statement.linked() ? statement : null;
        if (gone == null ? come == null : come != null && gone.seen() == come.seen()) {
            return Collections.emptySortedMap();
        }
        Set<String> touched = new HashSet<>();
        touch(statement.one(), gone, come, touched);
        touch(statement.other(), gone, come, touched);
        return change(touched, () -> {
            separate(gone);
            join(come);
        });
    }

    /** Is anything known of an id that was stated up to an instant (milliseconds UTC)? */
    public boolean isKnown(String id, long through) {
        return of(id).values().stream().anyMatch(statement -> statement.time() <= through);
    }

    /**
     * Forgets the statements about an id that count and were made up to an instant (milliseconds UTC); the person of each id that
     * belongs to another one by it.
     */
    public SortedMap<String, String> forget(String id, long through) {
        Set<String> touched = new HashSet<>(linkedWith(id));
        about(id).stream()
                .filter(Link::linked)
                .forEach(link -> touch(link.one().equals(id) ? link.other() : link.one(), link, null, touched));
        touched.add(id);
        return change(touched, () -> {
            for (Link statement : about(id)) {
                if (statement.time() <= through) {
                    size--;
                    separate(statement.linked() ? statement : null);
                    remove(statements, statement.one(), m -> m.remove(statement.other()), Map::isEmpty);
                    remove(statements, statement.other(), m -> m.remove(statement.one()), Map::isEmpty);
                }
            }
        });
    }

    /** The name of an id's person: the least customer id, else the least id, of those that are the person's. */
    public String person(String id) {
        return name(ids(id));
    }

    /** All ids of an id's person. */
    public Set<String> ids(String id) {
        if (isShared(id)) {
            return Set.of(id);
        }
        Set<String> found = new HashSet<>();
        Queue<String> next = new ArrayDeque<>();
        found.add(id);
        next.add(id);
        while (!next.isEmpty()) {
            for (String neighbour : linkedWith(next.remove())) {
                if (!isShared(neighbour) && found.add(neighbour)) {
                    if (found.size() > mostIds) {
                        return Set.of(id);
                    }
                    next.add(neighbour);
                }
            }
        }
        return found;
    }

    /** Has an id so many links that it joins nobody, or was it seen with several customers? */
    public boolean isShared(String id) {
        return isShared(id, linkedWith(id).size(), customersSeen.getOrDefault(id, 0));
    }

    private boolean isShared(String id, int links, int customers) {
        return links > mostLinks || (customers > MOST_CUSTOMERS && !isCustomer(id));
    }

    /** The statements that count, one of each pair: another graph that takes them, in any order, equals this one. */
    public Collection<Link> statements() {
        List<Link> all = new ArrayList<>();
        statements.forEach((id, others) ->
                others.values().stream().filter(s -> s.one().equals(id)).forEach(all::add));
        return all;
    }

    /** The statement that counts about two ids; null if there is none. */
    public @Nullable Link statement(String one, String other) {
        return statements.getOrDefault(one, Map.of()).get(other);
    }

    /** The statements that count about an id. */
    public Collection<Link> about(String id) {
        return List.copyOf(of(id).values());
    }

    /** How many statements count. */
    public int size() {
        return size;
    }

    private SortedMap<String, String> change(Set<String> touched, Runnable change) {
        Map<String, String> before = persons(touched);
        change.run();
        SortedMap<String, String> changed = new TreeMap<>();
        Map<String, String> after = persons(touched);
        after.forEach((id, person) -> {
            if (!person.equals(before.getOrDefault(id, id))) {
                changed.put(id, person);
            }
        });
        // Who is reached no more is among too many now, and alone.
        before.forEach((id, person) -> {
            if (!after.containsKey(id) && !person.equals(id)) {
                changed.put(id, id);
            }
        });
        return changed;
    }

    /**
     * An id loses a link and gets another one: where it becomes shared by it, or is no longer, all that it is linked with is
     * touched.
     */
    private void touch(String id, @Nullable Link gone, @Nullable Link come, Set<String> touched) {
        touched.add(id);
        int links = linkedWith(id).size() + (come == null ? 0 : 1) - (gone == null ? 0 : 1);
        int customers = customersSeen.getOrDefault(id, 0) + (isSeen(come, id) ? 1 : 0) - (isSeen(gone, id) ? 1 : 0);
        if (isShared(id) != isShared(id, links, customers)) {
            touched.addAll(linkedWith(id));
        }
    }

    /** Was the id seen with a customer's? */
    private static boolean isSeen(@Nullable Link link, String id) {
        return link != null && link.seen() && isCustomer(link.one().equals(id) ? link.other() : link.one());
    }

    private Map<String, String> persons(Set<String> touched) {
        Map<String, String> persons = new HashMap<>();
        for (String id : touched) {
            if (!persons.containsKey(id)) {
                Set<String> ids = ids(id);
                String name = name(ids);
                ids.forEach(each -> persons.put(each, name));
            }
        }
        return persons;
    }

    private void join(@Nullable Link link) {
        if (link != null) {
            linked.computeIfAbsent(link.one(), id -> new HashSet<>()).add(link.other());
            linked.computeIfAbsent(link.other(), id -> new HashSet<>()).add(link.one());
            count(link, 1);
        }
    }

    private void separate(@Nullable Link link) {
        if (link != null) {
            remove(linked, link.one(), ids -> ids.remove(link.other()), Set::isEmpty);
            remove(linked, link.other(), ids -> ids.remove(link.one()), Set::isEmpty);
            count(link, -1);
        }
    }

    private void count(Link link, int more) {
        for (String id : List.of(link.one(), link.other())) {
            if (isSeen(link, id)) {
                customersSeen.merge(id, more, (a, b) -> a + b == 0 ? null : a + b);
            }
        }
    }

    /** Takes something from what is kept of an id, and keeps nothing that is empty. */
    private static <T> void remove(Map<String, T> all, String id, Consumer<T> removal, Predicate<T> isEmpty) {
        T kept = all.get(id);
        if (kept != null) {
            removal.accept(kept);
            if (isEmpty.test(kept)) {
                all.remove(id);
            }
        }
    }

    private Map<String, Link> of(String id) {
        return statements.getOrDefault(id, Map.of());
    }

    private Set<String> linkedWith(String id) {
        return linked.getOrDefault(id, Set.of());
    }

    private static String name(Set<String> ids) {
        String least = null;
        for (String id : ids) {
            if (least == null || comesBefore(id, least)) {
                least = id;
            }
        }
        if (least == null) {
            throw new IllegalArgumentException("person without ids, expected one or more");
        }
        return least;
    }

    private static boolean isCustomer(String id) {
        return id.startsWith(Ids.CUSTOMER);
    }

    private static boolean comesBefore(String id, String other) {
        boolean customer = isCustomer(id);
        return customer == isCustomer(other) ? id.compareTo(other) < 0 : customer;
    }
}
