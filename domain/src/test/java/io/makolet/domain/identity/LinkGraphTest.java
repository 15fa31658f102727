package io.makolet.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LinkGraphTest {

    private static final int GRAPHS = 10_000;

    private final LinkGraph graph = new LinkGraph(20, 100);

    @Test
    void joinsChainsOfIdsAndTakesThemApartAgain() {
        assertThat(graph.add(link("anonymous:b", "email:a", 1))).containsExactly(Map.entry("email:a", "anonymous:b"));
        assertThat(graph.add(link("customer:7", "email:a", 2)))
                .containsExactly(Map.entry("anonymous:b", "customer:7"), Map.entry("email:a", "customer:7"));
        assertThat(graph.ids("anonymous:b")).containsExactlyInAnyOrder("anonymous:b", "email:a", "customer:7");

        assertThat(graph.add(Link.stated("email:a", "customer:7", false, 3, "s3")))
                .containsExactly(Map.entry("anonymous:b", "anonymous:b"), Map.entry("email:a", "anonymous:b"));
        assertThat(graph.person("customer:7")).isEqualTo("customer:7");
    }

    @Test
    void letsTheLatestStatementCountWheneverItComes() {
        graph.add(Link.stated("customer:1", "customer:2", false, 5, "s5"));
        assertThat(graph.add(link("customer:1", "customer:2", 4))).isEmpty();
        assertThat(graph.person("customer:2")).isEqualTo("customer:2");
        assertThat(graph.add(link("customer:2", "customer:1", 6)))
                .containsExactly(Map.entry("customer:2", "customer:1"));
    }

    @Test
    void letsWhatIsStatedStandAgainstWhatIsSeenLater() {
        graph.add(Link.seen("anonymous:a", "customer:1", 1, "e1"));
        assertThat(graph.person("anonymous:a")).isEqualTo("customer:1");
        graph.add(Link.stated("anonymous:a", "customer:1", false, 2, "c2"));
        assertThat(graph.add(Link.seen("customer:1", "anonymous:a", 3, "e3"))).isEmpty();
        assertThat(graph.person("anonymous:a")).isEqualTo("anonymous:a");
    }

    @Test
    void joinsNobodyThroughASharedDevice() {
        for (int i = 10; i < 30; i++) {
            graph.add(link("anonymous:kiosk", "customer:" + i, i));
        }
        assertThat(graph.ids("customer:29")).hasSize(21);
        assertThat(graph.add(link("anonymous:kiosk", "customer:30", 30))).hasSize(20);
        assertThat(graph.isShared("anonymous:kiosk")).isTrue();
        assertThat(graph.ids("customer:29")).containsExactly("customer:29");

        graph.add(Link.stated("anonymous:kiosk", "customer:30", false, 31, "s31"));
        assertThat(graph.ids("customer:29")).hasSize(21);
    }

    @Test
    void joinsNoTwoCustomersThroughWhatTheyWereOnlySeenWith() {
        graph.add(Link.seen("anonymous:tablet", "customer:1", 1, "e1"));
        assertThat(graph.add(Link.seen("anonymous:tablet", "customer:2", 2, "e2")))
                .containsExactly(Map.entry("anonymous:tablet", "anonymous:tablet"));
        assertThat(graph.person("customer:2")).isEqualTo("customer:2");
        assertThat(graph.add(link("anonymous:tablet", "customer:2", 3)))
                .containsExactly(Map.entry("anonymous:tablet", "customer:1"), Map.entry("customer:2", "customer:1"));
    }

    @Test
    void leavesApartWhoWouldBeTooManyForOnePerson() {
        for (int i = 100; i < 199; i++) {
            graph.add(link("customer:" + i, "customer:" + (i + 1), i));
        }
        assertThat(graph.ids("customer:150")).hasSize(100);
        assertThat(graph.add(link("customer:199", "customer:200", 200))).hasSize(99);
        assertThat(graph.person("customer:150")).isEqualTo("customer:150");
    }

    @Test
    void forgetsWhatJoinedOthersThroughAnId() {
        graph.add(link("customer:1", "email:a", 1));
        graph.add(link("customer:2", "email:a", 2));
        assertThat(graph.forget("email:a", 2))
                .containsExactly(Map.entry("customer:2", "customer:2"), Map.entry("email:a", "email:a"));
        assertThat(graph.statements()).isEmpty();
    }

    @Test
    void keepsWhatWasStatedAfterwards() {
        graph.add(link("customer:1", "email:a", 1));
        graph.add(link("customer:2", "email:a", 5));
        assertThat(graph.isKnown("email:a", 0)).isFalse();
        assertThat(graph.isKnown("email:a", 1)).isTrue();
        assertThat(graph.forget("email:a", 4))
                .containsExactly(Map.entry("customer:2", "customer:2"), Map.entry("email:a", "customer:2"));
        assertThat(graph.isKnown("email:a", 4)).isFalse();
        assertThat(graph.person("customer:1")).isEqualTo("customer:1");
    }

    @Test
    void refusesALinkOfAnIdWithItself() {
        assertThatThrownBy(() -> link("customer:1", "customer:1", 1))
                .hasMessage("link of 'customer:1' and 'customer:1', expected two different ids that are not empty");
    }

    /** What is told of changes, folded, is at each moment what the oracle says; a restart in between changes nothing. */
    @Test
    void equalsTheOracleOnRandomGraphsInRandomOrders() {
        int joined = 0;
        int shared = 0;
        for (int seed = 0; seed < GRAPHS; seed++) {
            Random random = new Random(seed);
            List<String> ids = ids(2 + random.nextInt(9));
            int mostLinks = 1 + random.nextInt(5);
            int mostIds = 2 + random.nextInt(8);
            NaiveLinks oracle = new NaiveLinks(mostLinks, mostIds);
            LinkGraph graph = new LinkGraph(mostLinks, mostIds);
            Map<String, String> told = new TreeMap<>();
            ids.forEach(id -> told.put(id, id));
            List<Link> statements = statements(random, ids);
            for (int i = 0; i < statements.size(); i++) {
                oracle.add(statements.get(i));
                told.putAll(graph.add(statements.get(i)));
                if (random.nextInt(30) == 0) {
                    String forgotten = ids.get(random.nextInt(ids.size()));
                    long through = random.nextInt(7);
                    oracle.forget(forgotten, through);
                    told.putAll(graph.forget(forgotten, through));
                }
                if (random.nextInt(8) == 0) {
                    graph = restarted(graph, random, mostLinks, mostIds);
                }
                if (random.nextInt(4) == 0 || i == statements.size() - 1) {
                    assertThat(told).as("seed %d, statement %d", seed, i).isEqualTo(oracle.persons(ids));
                }
            }
            LinkGraph other = new LinkGraph(mostLinks, mostIds);
            List<Link> left = oracle.statements();
            Collections.shuffle(left, random);
            left.forEach(other::add);
            for (String id : ids) {
                assertThat(other.person(id)).as("seed %d, %s", seed, id).isEqualTo(told.get(id));
                assertThat(graph.ids(id))
                        .as("seed %d, %s", seed, id)
                        .contains(id)
                        .isEqualTo(other.ids(id));
                joined += graph.ids(id).size() > 1 ? 1 : 0;
                shared += graph.isShared(id) ? 1 : 0;
            }
        }
        assertThat(joined).isGreaterThan(GRAPHS);
        assertThat(shared).isGreaterThan(GRAPHS / 10);
    }

    private static LinkGraph restarted(LinkGraph graph, Random random, int mostLinks, int mostIds) {
        List<Link> kept = new ArrayList<>(graph.statements());
        Collections.shuffle(kept, random);
        LinkGraph restarted = new LinkGraph(mostLinks, mostIds);
        kept.forEach(restarted::add);
        return restarted;
    }

    private static List<String> ids(int size) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            ids.add((i % 3 == 0 ? "customer:" : "anonymous:") + i);
        }
        return ids;
    }

    /** Few instants and ids, so that statements contradict each other; some come twice. */
    private static List<Link> statements(Random random, List<String> ids) {
        List<Link> statements = new ArrayList<>();
        int size = 1 + random.nextInt(40);
        for (int i = 0; i < size; i++) {
            String one = ids.get(random.nextInt(ids.size()));
            String other = ids.get(random.nextInt(ids.size()));
            if (!one.equals(other)) {
                statements.add(random(random, one, other));
            }
            if (random.nextInt(6) == 0 && !statements.isEmpty()) {
                statements.add(statements.get(random.nextInt(statements.size())));
            }
        }
        return statements;
    }

    private static Link random(Random random, String one, String other) {
        long time = random.nextInt(6);
        String id = "s" + random.nextInt(20);
        return random.nextInt(2) == 0
                ? Link.seen(one, other, time, id)
                : Link.stated(one, other, random.nextInt(3) > 0, time, id);
    }

    private static Link link(String one, String other, long time) {
        return Link.stated(one, other, true, time, "s" + time);
    }
}
