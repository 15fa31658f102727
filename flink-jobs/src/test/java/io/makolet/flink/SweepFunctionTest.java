package io.makolet.flink;

import static io.makolet.flink.CustomerHarness.T;
import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.CustomerView;
import io.makolet.avro.Membership;
import io.makolet.avro.SegmentTransition;
import io.makolet.avro.TransitionCause;
import io.makolet.avro.ViewProgress;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.CustomerStateCodec;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Definitions change while there are many customers. */
@ParameterizedClass
@ValueSource(longs = {0, 1, 1 << 20})
class SweepFunctionTest {

    private static final Duration WINDOW = Duration.ofDays(30);
    private static final Definition OFTEN = Samples.frequent("often", 0, 3, WINDOW);
    private static final Definition ONCE = Samples.frequent("once", 1, 1, WINDOW);
    private static final Definition NEVER = Samples.frequent("never", 2, 100, WINDOW);
    private static final int MANY = Sweep.TOGETHER + 100;

    @Parameter
    private long cacheBytes;

    private final TestSurroundings surroundings = TestSurroundings.at(T);

    @Test
    void othersHaveTheirTurnInBetweenAndComeUnderTheNewDefinitionsFirst() throws Exception {
        try (CustomerHarness harness = boughtByMany(OFTEN)) {
            harness.publish(ONCE);
            harness.setProcessingTime(T + CustomerOperator.TOGETHER_MILLIS);
            List<SegmentTransition> first = harness.takeTransitions();
            assertThat(first).hasSize(Sweep.TOLD_TOGETHER);
            assertThat(evaluated(harness))
                    .as("of the progress told meanwhile")
                    .doesNotContain(harness.lastDefinition());

            String unvisited = IntStream.range(0, MANY)
                    .mapToObj(i -> "c" + i)
                    .filter(id ->
                            first.stream().noneMatch(t -> t.getCustomerId().equals(id)))
                    .findFirst()
                    .orElseThrow();
            harness.purchase(unvisited, "x1", T + 1);
            harness.purchase(unvisited, "x2", T + 2);
            assertThat(harness.takeTransitions())
                    .extracting(
                            SegmentTransition::getCustomerId,
                            SegmentTransition::getSegmentId,
                            SegmentTransition::getCause,
                            SegmentTransition::getEventId)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(unvisited, "once", TransitionCause.DEFINITION, null),
                            org.assertj.core.groups.Tuple.tuple(unvisited, "often", TransitionCause.EVENT, "x2"));

            visitAll(harness);
            assertThat(harness.takeTransitions())
                    .hasSize(MANY - Sweep.TOLD_TOGETHER - 1)
                    .allMatch(t -> t.getCause() == TransitionCause.DEFINITION);
            harness.processWatermark(T + 3);
            harness.setProcessingTime(harness.getProcessingTime() + ProgressTeller.INTERVAL_MILLIS);
            assertThat(evaluated(harness)).contains(harness.lastDefinition());
        }
    }

    @Test
    void writesNothingOfCustomersOfWhomNothingChanged() throws Exception {
        try (CustomerHarness harness = boughtByMany(OFTEN)) {
            harness.checkpoint(1);
            Map<String, String> before = packed(harness);
            harness.takeOutput();

            harness.publish(NEVER);
            harness.setProcessingTime(T + CustomerOperator.TOGETHER_MILLIS);
            visitAll(harness);
            harness.checkpoint(2);

            assertThat(harness.takeViews()).isEmpty();
            assertThat(harness.takeTransitions()).isEmpty();
            assertThat(packed(harness)).isEqualTo(before);

            harness.purchase("c7", "x1", T + 1);
            harness.purchase("c7", "x2", T + 2);
            assertThat(harness.takeTransitions())
                    .extracting(SegmentTransition::getSegmentId)
                    .containsExactly("often");
        }
    }

    @Test
    void goesOnAfterARestoreInMidSweepAndTellsEverybodyOnce() throws Exception {
        OperatorSubtaskState halfway;
        List<SegmentTransition> told;
        try (CustomerHarness harness = boughtByMany(OFTEN)) {
            harness.publish(ONCE);
            harness.setProcessingTime(T + CustomerOperator.TOGETHER_MILLIS);
            halfway = harness.checkpoint(1);
            told = new ArrayList<>(harness.takeTransitions());
            assertThat(told).hasSize(Sweep.TOLD_TOGETHER);
        }
        OperatorSubtaskState again;
        try (CustomerHarness harness = CustomerHarness.restored(surroundings, cacheBytes, halfway)) {
            again = harness.checkpoint(2);
            assertThat(harness.takeTransitions())
                    .as("before the source said so")
                    .isEmpty();
        }
        try (CustomerHarness harness = CustomerHarness.restored(surroundings, cacheBytes, again)) {
            harness.endOfBacklog(T);
            visitAll(harness);
            told.addAll(harness.takeTransitions());
            harness.checkpoint(3);
        }
        assertThat(told).extracting(SegmentTransition::getCustomerId).doesNotHaveDuplicates();
        assertThat(told).hasSize(MANY);
    }

    @Test
    void goesOnOnTwiceAsManyOperators() throws Exception {
        OperatorSubtaskState halfway;
        int told;
        try (CustomerHarness harness = boughtByMany(OFTEN)) {
            harness.publish(ONCE);
            harness.setProcessingTime(T + CustomerOperator.TOGETHER_MILLIS);
            halfway = harness.checkpoint(1);
            told = harness.takeTransitions().size();
        }
        for (int subtask = 0; subtask < 2; subtask++) {
            try (CustomerHarness harness = CustomerHarness.restored(surroundings, cacheBytes, halfway, 2, subtask)) {
                harness.endOfBacklog(T);
                visitAll(harness);
                told += harness.takeTransitions().size();
            }
        }
        assertThat(told).isEqualTo(MANY);
    }

    @Test
    void membersOfARetiredSegmentLeave() throws Exception {
        try (CustomerHarness harness = boughtByMany(ONCE, OFTEN)) {
            harness.publish(retired(ONCE));
            harness.setProcessingTime(T + CustomerOperator.TOGETHER_MILLIS);
            visitAll(harness);

            assertThat(harness.takeTransitions())
                    .hasSize(MANY)
                    .allMatch(t -> t.getCause() == TransitionCause.DEFINITION)
                    .allMatch(t -> t.getValue() == 0 && t.getSegmentId().equals("once") && t.getSequence() == 2);
            assertThat(harness.takeViews())
                    .hasSize(MANY)
                    .allMatch(view -> view.getMemberships().isEmpty());
        }
    }

    @Test
    void tellsEverybodyAgainWhenDefinitionsChangeOnTheWay() throws Exception {
        try (CustomerHarness harness = boughtByMany(OFTEN)) {
            harness.publish(ONCE);
            harness.setProcessingTime(T + CustomerOperator.TOGETHER_MILLIS);
            Definition twice = Samples.frequent("twice", 3, 2, WINDOW);
            harness.purchase("c1", "second", T + 1);
            harness.publish(twice);
            harness.setProcessingTime(T + 2 * CustomerOperator.TOGETHER_MILLIS);
            visitAll(harness);

            Map<String, Integer> told = new TreeMap<>();
            harness.takeTransitions().forEach(t -> told.merge(t.getSegmentId(), 1, Integer::sum));
            assertThat(told).isEqualTo(Map.of("once", MANY, "twice", 1));
        }
    }

    /** Whatever the order of events, publications, turns, watermarks, snapshots and restores, everybody ends where they belong. */
    @Test
    void everybodyEndsWhereTheyBelong() throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            Map<String, List<Long>> purchases = new HashMap<>();
            List<Definition> live = new ArrayList<>();
            Map<String, Map<Integer, Integer>> views = new HashMap<>();
            CustomerHarness harness = CustomerHarness.fresh(surroundings, cacheBytes);
            harness.publish(OFTEN);
            harness.endOfBacklog(T);
            for (int step = 0; step < 2_500; step++) {
                int what = random.nextInt(1000);
                if (what < 4) {
                    Definition next = next(random, live);
                    live.removeIf(definition -> definition.id().equals(next.id()));
                    live.add(next);
                    harness.publish(next);
                } else if (what < 30) {
                    harness.setProcessingTime(harness.getProcessingTime() + 1 + random.nextInt(120));
                } else if (what < 33) {
                    OperatorSubtaskState snapshot = harness.checkpoint(step);
                    take(harness, views);
                    harness.close();
                    harness = CustomerHarness.restored(surroundings, cacheBytes, snapshot);
                    harness.endOfBacklog(T + step);
                } else {
                    String customer = "c" + random.nextInt(700);
                    harness.purchase(customer, "e" + step, T + step);
                    purchases.computeIfAbsent(customer, id -> new ArrayList<>()).add(T + step);
                }
            }
            harness.setProcessingTime(harness.getProcessingTime() + CustomerOperator.TOGETHER_MILLIS);
            visitAll(harness);
            take(harness, views);
            for (Map.Entry<String, List<Long>> entry : purchases.entrySet()) {
                Map<Integer, Integer> seen = views.getOrDefault(entry.getKey(), Map.of());
                for (Definition definition : live) {
                    boolean member = definition.status() == Status.LIVE
                            && entry.getValue().size() >= Integer.parseInt(definition.title());
                    assertThat(seen.getOrDefault(definition.index(), 0))
                            .as("seed %d, %s in %s", seed, entry.getKey(), definition)
                            .isEqualTo(member ? 1 : 0);
                }
            }
            harness.close();
        }
    }

    /** A new version of one of a few segments, whose title is its threshold; one that is retired comes back. */
    private static Definition next(Random random, List<Definition> live) {
        int index = 1 + random.nextInt(5);
        Optional<Definition> before =
                live.stream().filter(definition -> definition.index() == index).findFirst();
        int threshold = 1 + random.nextInt(6);
        Definition next = Samples.frequent("s" + index, index, threshold, WINDOW);
        boolean retire = before.isPresent() && before.get().status() == Status.LIVE && random.nextInt(3) == 0;
        return new Definition(
                next.id(),
                before.map(Definition::version).orElse(0) + 1,
                index,
                retire ? Status.RETIRED : Status.LIVE,
                "o",
                Integer.toString(threshold),
                0,
                "",
                next.body());
    }

    private static void take(CustomerHarness harness, Map<String, Map<Integer, Integer>> views) {
        assertThat(harness.takeDeadLetters()).isEmpty();
        for (CustomerView view : harness.takeViews()) {
            Map<Integer, Integer> memberships = new HashMap<>();
            for (Membership membership : view.getMemberships()) {
                memberships.put(membership.getSegment(), membership.getValue());
            }
            views.put(view.getCustomerId(), memberships);
        }
    }

    private CustomerHarness boughtByMany(Definition... definitions) throws Exception {
        CustomerHarness harness = CustomerHarness.fresh(surroundings, cacheBytes);
        harness.publish(definitions);
        harness.endOfBacklog(T);
        for (int i = 0; i < MANY; i++) {
            harness.purchase("c" + i, "e" + i, T);
        }
        harness.takeOutput();
        harness.takeTransitions();
        return harness;
    }

    /** All who are to be visited have been. */
    private static void visitAll(CustomerHarness harness) throws Exception {
        for (int turn = 0; turn < MANY; turn++) {
            harness.setProcessingTime(harness.getProcessingTime() + Turns.LEAST_PAUSE_MILLIS);
        }
    }

    private static List<Long> evaluated(CustomerHarness harness) {
        return harness.takeProgress().stream()
                .map(ViewProgress::getEvaluatedThrough)
                .distinct()
                .toList();
    }

    private static Definition retired(Definition d) {
        return new Definition(d.id(), 2, d.index(), Status.RETIRED, d.owner(), d.title(), 0, d.source(), d.body());
    }

    private static Map<String, String> packed(CustomerHarness harness) throws Exception {
        Map<String, String> packed = new TreeMap<>();
        for (Map.Entry<String, CustomerState> entry :
                StoredCustomers.in(harness).entrySet()) {
            packed.put(entry.getKey(), HexFormat.of().formatHex(CustomerStateCodec.encode(entry.getValue())));
        }
        return packed;
    }
}
