package io.makolet.flink;

import static io.makolet.flink.CustomerHarness.T;
import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.CustomerView;
import io.makolet.avro.SegmentTransition;
import io.makolet.avro.TransitionCause;
import io.makolet.domain.customer.Erasure;
import io.makolet.domain.definition.Definition;
import io.makolet.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a cache, with one that holds hardly anybody, and with one that holds everybody. */
@ParameterizedClass
@ValueSource(longs = {0, 1, 1 << 20})
class ErasureFunctionTest {

    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final Definition BOUGHT = Samples.frequent("bought", 0, 1, Duration.ofDays(1));
    private static final Definition TWICE = Samples.frequent("twice", 1, 2, Duration.ofDays(1));

    /** When it is asked for, and its last instant: a second after everything else. */
    private static final long ASKED = T + 1;

    private static final long ERASED = T + 1_000;
    private static final int ERA = Erasure.requestedAt("ann", ASKED).era();

    @Parameter
    private long cacheBytes;

    private final TestSurroundings surroundings = TestSurroundings.at(T);

    @Test
    void forgetsStateTimerAndMembershipsAndSaysSo() throws Exception {
        try (CustomerHarness harness = started()) {
            harness.purchase("ann", "1", T);
            harness.purchase("bob", "2", T);
            harness.checkpoint(1);
            harness.takeTransitions();
            harness.takeOutput();

            forget(harness, "ann");

            assertThat(harness.takeOutput()).isEmpty();
            assertThat(harness.takeGone()).containsExactly("ann");
            assertThat(harness.takeTransitions()).singleElement().satisfies(transition -> {
                assertThat(transition.getSegmentId()).isEqualTo("bought");
                assertThat(transition.getValue()).isZero();
                assertThat(transition.getSequence()).isEqualTo(2);
                assertThat(transition.getEffectiveAt()).isEqualTo(Instant.ofEpochMilli(ERASED));
                assertThat(transition.getCause()).isEqualTo(TransitionCause.ERASURE);
                assertThat(transition.getEventId()).isNull();
            });
            assertThat(harness.numEventTimeTimers()).as("bob's").isEqualTo(1);
            harness.checkpoint(2);
            assertThat(harness.customers()).as("bob's").isEqualTo(1);
            harness.passTo(T + 2 * DAY);
            assertThat(harness.takeTransitions())
                    .extracting(SegmentTransition::getCustomerId)
                    .containsExactly("bob");
        }
    }

    @Test
    void dropsWhatWasAppendedOrHappenedBeforeAndBeginsAnewWithWhatComesAfter() throws Exception {
        try (CustomerHarness harness = started()) {
            harness.purchase("ann", "1", T);
            forget(harness, "ann");
            harness.takeOutput();
            harness.takeTransitions();

            harness.purchase("ann", "waited in another partition", T - 5);
            byte[] late = Samples.purchase("late", ERASED);
            harness.send(Topic.PURCHASES, "ann", late, ERASED + DAY, ERASED);
            byte[] fast = Samples.purchase("fast clock", ERASED + 9);
            harness.send(Topic.PURCHASES, "ann", fast, ERASED - 1, ERASED + 9);
            harness.send(Topic.PURCHASES, "ann", new byte[] {9});
            harness.send(Topic.COMMANDS, "ann", Samples.command("touch"));
            assertThat(harness.takeOutput()).isEmpty();
            assertThat(harness.takeTransitions()).isEmpty();
            assertThat(harness.takeDeadLetters()).isEmpty();
            assertThat(((CustomerOperator) harness.getOperator())
                            .counts()
                            .suppressed
                            .getCount())
                    .isEqualTo(4);

            after(harness, "1");
            assertThat(harness.takeViews()).singleElement().satisfies(view -> {
                assertThat(view.getEra()).isEqualTo(ERA);
                assertThat(view.getApplied()).as("also an id that was known").isEqualTo(1);
            });
            assertThat(harness.takeTransitions()).singleElement().satisfies(transition -> {
                assertThat(transition.getSegmentId()).isEqualTo("bought");
                assertThat(transition.getSequence()).isEqualTo(1);
            });
        }
    }

    @Test
    void leavesWhoBeganAnewWhenTheSameIsAskedAgainAndForgetsThemWhenAskedLater() throws Exception {
        try (CustomerHarness harness = started()) {
            harness.purchase("ann", "1", T);
            forget(harness, "ann");
            forget(harness, "ann");
            harness.takeOutput();
            assertThat(harness.takeGone()).as("whoever asks is answered").containsExactly("ann", "ann");
            after(harness, "2");
            harness.takeOutput();
            harness.takeTransitions();

            forget(harness, "ann");
            assertThat(harness.takeOutput()).isEmpty();
            assertThat(harness.takeGone()).isEmpty();
            assertThat(harness.takeTransitions()).isEmpty();

            long later = ERASED + 1;
            harness.send(Topic.COMMANDS, "ann", Samples.forget("ann", later), later, later);
            harness.takeOutput();
            assertThat(harness.takeGone()).containsExactly("ann");
            assertThat(harness.takeTransitions()).hasSize(1);
        }
    }

    @Test
    void answersForAStranger() throws Exception {
        try (CustomerHarness harness = started()) {
            forget(harness, "nobody");
            assertThat(harness.takeOutput()).isEmpty();
            assertThat(harness.takeGone()).containsExactly("nobody");
        }
    }

    @Test
    void emitsNothingOfThePersonAfterARestoreOfWhatWasThereBefore() throws Exception {
        OperatorSubtaskState old;
        try (CustomerHarness harness = started()) {
            harness.purchase("ann", "1", T);
            harness.purchase("bob", "2", T);
            old = harness.checkpoint(1);
        }
        surroundings.erase("ann", ASKED);

        try (CustomerHarness harness = CustomerHarness.restored(surroundings, cacheBytes, old)) {
            assertThat(harness.takeOutput())
                    .as("a task that opens says nothing")
                    .isEmpty();
            harness.purchase("ann", "3", T);
            harness.takeOutput();
            assertThat(harness.takeGone()).containsExactly("ann");
            assertThat(harness.takeTransitions())
                    .extracting(SegmentTransition::getCause)
                    .containsExactly(TransitionCause.ERASURE);

            harness.publish(TWICE);
            harness.endOfBacklog(T);
            harness.send(Topic.COMMANDS, "ann", Samples.command("touch"));
            harness.passTo(T + 2 * DAY);
            assertThat(harness.takeViews())
                    .extracting(CustomerView::getCustomerId)
                    .doesNotContain("ann");
            assertThat(harness.takeTransitions())
                    .extracting(SegmentTransition::getCustomerId)
                    .containsOnly("bob");

            after(harness, "1");
            assertThat(harness.takeViews())
                    .singleElement()
                    .extracting(CustomerView::getEra)
                    .isEqualTo(ERA);
        }
    }

    @Test
    void forgetsAfterARestoreAlsoWhereNothingComesButABarrier() throws Exception {
        OperatorSubtaskState old;
        try (CustomerHarness harness = started()) {
            harness.purchase("ann", "1", T);
            old = harness.checkpoint(1);
        }
        surroundings.erase("ann", ASKED);

        try (CustomerHarness harness = CustomerHarness.restored(surroundings, cacheBytes, old)) {
            harness.checkpoint(2);
            assertThat(harness.customers()).isZero();
            assertThat(harness.numEventTimeTimers()).isZero();
            harness.takeOutput();
            assertThat(harness.takeGone()).containsExactly("ann");
        }
    }

    @Test
    void leavesAfterARestoreWhoBeganAnew() throws Exception {
        OperatorSubtaskState snapshot;
        surroundings.erase("ann", ASKED);
        try (CustomerHarness harness = started()) {
            after(harness, "1");
            snapshot = harness.checkpoint(1);
        }

        try (CustomerHarness harness = CustomerHarness.restored(surroundings, cacheBytes, snapshot)) {
            harness.endOfBacklog(T);
            after(harness, "2");
            assertThat(harness.takeViews()).extracting(CustomerView::getApplied).containsExactly(2L);
            assertThat(harness.takeGone()).isEmpty();
        }
    }

    @Test
    void appliesNothingThatIsHeldOfThePerson() throws Exception {
        try (CustomerHarness harness = CustomerHarness.fresh(surroundings, cacheBytes)) {
            harness.purchase("ann", "1", T);
            harness.purchase("bob", "2", T);
            forget(harness, "ann");
            harness.purchase("ann", "3", T);
            harness.publish(BOUGHT);
            harness.endOfBacklog(T);

            assertThat(harness.takeViews())
                    .extracting(CustomerView::getCustomerId)
                    .containsExactly("bob");
            assertThat(harness.takeGone()).containsExactly("ann");
        }
    }

    @Test
    void takesOnlyItsOwnShareOfThePeopleWhoWereErased() throws Exception {
        OperatorSubtaskState old;
        List<String> customers = List.of("ann", "bob", "cem", "dan", "eve");
        try (CustomerHarness harness = started()) {
            for (String customer : customers) {
                harness.purchase(customer, "1", T);
                surroundings.erase(customer, ASKED);
            }
            old = harness.checkpoint(1);
        }
        List<String> gone = new ArrayList<>();
        for (int subtask = 0; subtask < 3; subtask++) {
            try (CustomerHarness harness = CustomerHarness.restored(surroundings, cacheBytes, old, 3, subtask)) {
                harness.endOfBacklog(T);
                assertThat(harness.takeViews()).isEmpty();
                gone.addAll(harness.takeGone());
            }
        }
        assertThat(gone).containsExactlyInAnyOrderElementsOf(customers);
    }

    private static void forget(CustomerHarness harness, String customer) throws Exception {
        harness.send(Topic.COMMANDS, customer, Samples.forget(customer, ASKED), ASKED, ASKED);
    }

    /** Ann buys after the erasure. */
    private static void after(CustomerHarness harness, String eventId) throws Exception {
        long time = ERASED + 1;
        harness.send(Topic.PURCHASES, "ann", Samples.purchase(eventId, time), time, time);
    }

    private CustomerHarness started() throws Exception {
        CustomerHarness harness = CustomerHarness.fresh(surroundings, cacheBytes);
        harness.publish(BOUGHT);
        harness.endOfBacklog(T);
        harness.takeOutput();
        return harness;
    }
}
