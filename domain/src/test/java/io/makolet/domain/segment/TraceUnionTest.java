package io.makolet.domain.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Sequence;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Traces that were kept apart and are put together, against one that took all events in order of time. */
class TraceUnionTest {

    private static final EventMatch CART = new EventMatch(List.of("cart_add"), null, null);
    private static final EventMatch VIEW = new EventMatch(List.of("product_view"), null, null);
    private static final EventMatch PURCHASE = new EventMatch(List.of("purchase"), null, null);

    private static final SequencePlan ABANDONED =
            new SequencePlan(new Sequence(List.of(VIEW, CART), PURCHASE, "cart_id", 40, 0, Sequence.UNBOUNDED), 0);
    private static final SequencePlan WITHIN =
            new SequencePlan(new Sequence(List.of(VIEW, CART, PURCHASE), null, "cart_id", 40, 0, 10_000), 0);

    @Test
    void knowsTheChainsOfEachPartHoweverMuchIsFolded() {
        for (int seed = 0; seed < 300; seed++) {
            compare(seed, ABANDONED, 900, false);
            compare(seed, WITHIN, 900, false);
        }
    }

    @Test
    void knowsChainsThatGoFromPartToPartWhereNothingIsFolded() {
        for (int seed = 0; seed < 300; seed++) {
            compare(seed, ABANDONED, 250, true);
            compare(seed, WITHIN, 250, true);
        }
    }

    @Test
    void keepsAChainThatIsCompleteForGood() {
        SequencePlan ever =
                new SequencePlan(new Sequence(List.of(VIEW, CART), null, null, 40, 0, Sequence.UNBOUNDED), 0);
        Trace complete = new Trace(2);
        complete.add(1, 0, 1, ever);
        complete.add(2, 0, 2, ever);
        complete.prune(2, ever);
        Trace begun = new Trace(2);
        begun.add(9, 0, 1, ever);
        begun.addAll(complete, ever);
        assertThat(begun.completions(ever)).containsExactly(2);
        complete.addAll(begun, ever);
        assertThat(complete.completions(ever)).containsExactly(2);
    }

    /** A few keys, all of which are to be found in one part or in every part. */
    private static void compare(int seed, SequencePlan plan, int most, boolean shared) {
        Random random = new Random(seed);
        Trace whole = new Trace(plan.steps());
        Trace[] parts = {new Trace(plan.steps()), new Trace(plan.steps()), new Trace(plan.steps())};
        int events = random.nextInt(most);
        long time = 0;
        for (int i = 0; i < events; i++) {
            time += random.nextInt(6);
            int key = random.nextInt(9);
            int matched = 1 << random.nextInt(plan.hasAbsence() ? plan.steps() + 1 : plan.steps());
            Trace part = parts[shared ? random.nextInt(parts.length) : key % parts.length];
            whole.add(time, key, matched, plan);
            part.add(time, key, matched, plan);
            if (random.nextInt(50) == 0) {
                whole.prune(time, plan);
                part.prune(time, plan);
            }
        }
        Trace union = new Trace(plan.steps());
        for (Trace part : parts) {
            union.addAll(part, plan);
        }
        union.prune(time, plan);
        whole.prune(time, plan);
        assertThat(ends(union, plan)).as("seed %d", seed).isEqualTo(ends(whole, plan));
    }

    /** Of completions that are folded, the earliest and the latest of a key are kept; so of all together too. */
    private static List<Long> ends(Trace trace, SequencePlan plan) {
        long[] all = trace.completions(plan);
        return all.length == 0 ? List.of() : List.of(all[0], all[all.length - 1]);
    }
}
