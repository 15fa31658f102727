package io.makolet.domain.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The slow, obvious oracle: all statements there ever were, and from scratch who is reached from whom. */
final class NaiveLinks {

    private final List<Link> statements = new ArrayList<>();
    private final int mostLinks;
    private final int mostIds;

    NaiveLinks(int mostLinks, int mostIds) {
        this.mostLinks = mostLinks;
        this.mostIds = mostIds;
    }

    void add(Link statement) {
        statements.add(statement);
    }

    void forget(String id, long through) {
        statements.stream()
                .filter(s -> s.one().equals(id) || s.other().equals(id))
                .filter(s -> counting(s.one(), s.other()).orElseThrow().time() <= through)
                .toList()
                .forEach(old -> statements.removeIf(
                        s -> s.one().equals(old.one()) && s.other().equals(old.other())));
    }

    List<Link> statements() {
        return new ArrayList<>(statements);
    }

    /** The person of each of the ids. */
    Map<String, String> persons(List<String> ids) {
        int n = ids.size();
        boolean[][] linked = new boolean[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                linked[i][j] = isLinked(ids.get(i), ids.get(j));
            }
        }
        boolean[][] reached = new boolean[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                reached[i][j] = i == j || (linked[i][j] && !isShared(ids, linked, i) && !isShared(ids, linked, j));
            }
        }
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    reached[i][j] |= reached[i][k] && reached[k][j];
                }
            }
        }
        Map<String, String> persons = new TreeMap<>();
        for (int i = 0; i < n; i++) {
            TreeSet<String> together = new TreeSet<>(Comparator.comparing((String id) -> !id.startsWith("customer:"))
                    .thenComparing(Comparator.naturalOrder()));
            for (int j = 0; j < n; j++) {
                if (reached[i][j]) {
                    together.add(ids.get(j));
                }
            }
            persons.put(ids.get(i), together.size() > mostIds ? ids.get(i) : together.first());
        }
        return persons;
    }

    private boolean isLinked(String one, String other) {
        return counting(one, other).map(Link::linked).orElse(false);
    }

    private Optional<Link> counting(String one, String other) {
        return statements.stream()
                .filter(s -> (s.one().equals(one) && s.other().equals(other))
                        || (s.one().equals(other) && s.other().equals(one)))
                .max(Comparator.comparing((Link link) -> !link.seen())
                        .thenComparing(Link::time)
                        .thenComparing(Link::statement)
                        .thenComparing(Link::linked));
    }

    /** An id of no customer is shared that was seen with two. */
    private boolean isShared(List<String> ids, boolean[][] linked, int i) {
        long customers = ids.stream()
                .filter(other -> other.startsWith("customer:") && linked[i][ids.indexOf(other)])
                .filter(other -> counting(ids.get(i), other).orElseThrow().seen())
                .count();
        return links(linked[i]) > mostLinks || (customers > 1 && !ids.get(i).startsWith("customer:"));
    }

    private static int links(boolean[] linked) {
        int links = 0;
        for (boolean l : linked) {
            links += l ? 1 : 0;
        }
        return links;
    }
}
