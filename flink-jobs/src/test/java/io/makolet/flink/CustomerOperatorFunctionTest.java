package io.makolet.flink;

import static io.makolet.flink.CustomerHarness.T;
import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.CustomerView;
import io.makolet.avro.DeadLetter;
import io.makolet.avro.Explanation;
import io.makolet.avro.SegmentTransition;
import io.makolet.avro.TransitionCause;
import io.makolet.avro.ViewProgress;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Truth;
import io.makolet.schemas.ExplanationMapping;
import io.makolet.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a cache, with one that holds hardly anybody, and with one that holds everybody. */
@ParameterizedClass
@ValueSource(longs = {0, 1, 1 << 20})
class CustomerOperatorFunctionTest {

    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final Definition REGULAR = Samples.frequent("regular", 0, 3, Duration.ofDays(30));

    private static final Definition BOUGHT = Samples.frequent("bought", 1, 1, Duration.ofDays(1));

    @Parameter
    private long cacheBytes;

    private final TestSurroundings surroundings = TestSurroundings.at(T);

    @Test
    void entersSegmentOnThirdPurchase() throws Exception {
        try (CustomerHarness harness = started(REGULAR)) {
            harness.purchase("ann", "1", T - 3000);
            harness.purchase("ann", "2", T - 2000);
            assertThat(harness.takeTransitions()).isEmpty();

            harness.purchase("ann", "3", T - 1000);
            assertThat(harness.takeTransitions()).singleElement().satisfies(transition -> {
                assertThat(transition.getSegmentId()).isEqualTo("regular");
                assertThat(transition.getValue()).isEqualTo(1);
                assertThat(transition.getEffectiveAt()).isEqualTo(Instant.ofEpochMilli(T - 1000));
                assertThat(transition.getCause()).isEqualTo(TransitionCause.EVENT);
            });
            assertThat(harness.takeViews()).extracting(CustomerView::getApplied).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void leavesSegmentWhenTheWatermarkHasPassedTheFlipByFiveSeconds() throws Exception {
        try (CustomerHarness harness = started(BOUGHT)) {
            harness.purchase("ann", "1", T);
            harness.takeTransitions();
            assertThat(harness.numEventTimeTimers()).isEqualTo(1);

            harness.processWatermark(T + DAY + 4999);
            assertThat(harness.takeTransitions()).isEmpty();
            harness.processWatermark(T + DAY + 5000);
            assertThat(harness.takeTransitions()).singleElement().satisfies(transition -> {
                assertThat(transition.getValue()).isZero();
                assertThat(transition.getEffectiveAt()).isEqualTo(Instant.ofEpochMilli(T + DAY));
                assertThat(transition.getCause()).isEqualTo(TransitionCause.TIMER);
            });
            assertThat(harness.numEventTimeTimers()).isZero();
        }
    }

    @Test
    void keepsOneTimerForACustomer() throws Exception {
        try (CustomerHarness harness = started(REGULAR, BOUGHT)) {
            for (int i = 0; i < 20; i++) {
                harness.purchase("ann", "a" + i, T + i * 1000L);
                harness.purchase("bob", "b" + i, T + i * 1000L);
            }

            assertThat(harness.numEventTimeTimers()).isEqualTo(2);
        }
    }

    @Test
    void doesNothingForADuplicate() throws Exception {
        try (CustomerHarness harness = started(REGULAR)) {
            harness.purchase("ann", "1", T);
            harness.takeOutput();

            harness.purchase("ann", "1", T);
            assertThat(harness.takeOutput()).isEmpty();
        }
    }

    @Test
    void holdsInputUntilTheDefinitionsWereReadAndThenAppliesItInOrder() throws Exception {
        try (CustomerHarness harness = CustomerHarness.fresh(surroundings, cacheBytes)) {
            harness.purchase("ann", "1", T - 3000);
            harness.purchase("ann", "2", T - 2000);
            harness.purchase("bob", "3", T - 2000);
            harness.purchase("ann", "4", T - 1000);
            harness.publish(REGULAR);
            assertThat(harness.takeOutput()).isEmpty();

            harness.endOfBacklog(T);
            List<CustomerView> views = harness.takeViews();
            assertThat(views.stream()
                            .filter(view -> view.getCustomerId().equals("ann"))
                            .map(CustomerView::getLastEventId))
                    .containsExactly("1", "2", "4");
            assertThat(views).hasSize(4);
            assertThat(harness.takeTransitions())
                    .extracting(SegmentTransition::getEventId)
                    .containsExactly("4");
        }
    }

    @Test
    void holdsInputAcrossASnapshot() throws Exception {
        OperatorSubtaskState snapshot;
        try (CustomerHarness harness = CustomerHarness.fresh(surroundings, cacheBytes)) {
            harness.publish(BOUGHT);
            harness.purchase("ann", "1", T);
            snapshot = harness.checkpoint(1);
        }

        try (CustomerHarness harness = CustomerHarness.restored(surroundings, cacheBytes, snapshot)) {
            harness.purchase("ann", "2", T + 1);
            assertThat(harness.takeOutput()).isEmpty();
            harness.endOfBacklog(T);
            assertThat(harness.takeViews())
                    .extracting(CustomerView::getLastEventId)
                    .containsExactly("1", "2");
            assertThat(harness.takeTransitions()).hasSize(1);
        }
    }

    @Test
    void holdsNothingAfterARestore() throws Exception {
        OperatorSubtaskState snapshot;
        try (CustomerHarness harness = started(REGULAR)) {
            harness.purchase("ann", "1", T - 3);
            harness.purchase("ann", "2", T - 2);
            snapshot = harness.checkpoint(1);
        }

        try (CustomerHarness harness = CustomerHarness.restored(surroundings, cacheBytes, snapshot)) {
            harness.purchase("ann", "2", T - 2);
            harness.purchase("ann", "3", T - 1);
            assertThat(harness.takeViews()).extracting(CustomerView::getApplied).containsExactly(3L);
            assertThat(harness.takeTransitions()).hasSize(1);
        }
    }

    @Test
    void restoresTimersAndDefinitionsOnTwiceAsManyOperators() throws Exception {
        OperatorSubtaskState snapshot;
        try (CustomerHarness harness = started(BOUGHT)) {
            for (int i = 0; i < 50; i++) {
                harness.purchase("c" + i, "e" + i, T);
            }
            snapshot = harness.checkpoint(1);
        }

        int left = 0;
        for (int subtask = 0; subtask < 2; subtask++) {
            try (CustomerHarness harness = CustomerHarness.restored(surroundings, cacheBytes, snapshot, 2, subtask)) {
                harness.endOfBacklog(T + 1);
                harness.passTo(T + DAY + 5000);
                List<SegmentTransition> transitions = harness.takeTransitions();
                assertThat(transitions).isNotEmpty().allMatch(t -> t.getValue() == 0);
                left += transitions.size();
            }
        }
        assertThat(left).isEqualTo(50);
    }

    @Test
    void givesViewsAGreaterAttemptAfterARestoreEvenIfTheWallClockWentBack() throws Exception {
        OperatorSubtaskState snapshot;
        long before;
        try (CustomerHarness harness = started(BOUGHT)) {
            harness.purchase("ann", "1", T);
            before = harness.takeViews().get(0).getAttempt();
            snapshot = harness.checkpoint(1);
        }
        assertThat(before).isEqualTo(T);

        try (CustomerHarness harness = CustomerHarness.restored(TestSurroundings.at(T - DAY), cacheBytes, snapshot)) {
            harness.purchase("ann", "2", T);
            assertThat(harness.takeViews()).extracting(CustomerView::getAttempt).containsExactly(before + 1);
        }
    }

    @Test
    void refusesPoisonAndDecodesTheNextRecordExactly() throws Exception {
        byte[] good = Samples.purchase("good", T);
        byte[] unknownSchema = good.clone();
        unknownSchema[4] = 99;
        Map<byte[], String> poison = Map.of(
                Arrays.copyOf(good, good.length - 7),
                "undecodable",
                unknownSchema,
                "unknown_schema",
                new byte[] {1, 2, 3},
                "not_wire_format",
                Samples.purchase("old", 0),
                "invalid_value",
                Samples.purchase("", T),
                "invalid_value",
                Samples.heartbeat(T),
                "unsupported");
        for (Map.Entry<byte[], String> entry : poison.entrySet()) {
            try (CustomerHarness harness = started(BOUGHT)) {
                harness.purchase("ann", "before", T - 1);
                harness.send(Topic.PURCHASES, "ann", entry.getKey());
                harness.send(Topic.PURCHASES, "ann", good);

                assertThat(harness.takeDeadLetters()).singleElement().satisfies(letter -> {
                    assertThat(letter.getReason()).isEqualTo(entry.getValue());
                    assertThat(letter.getTopic()).isEqualTo("makolet.purchases");
                    assertThat(letter.getOffset()).isEqualTo(2);
                    assertThat(letter.getStage()).isEqualTo("customer");
                    assertThat(letter.getAppendTime()).isEqualTo(Instant.ofEpochMilli(T));
                });
                assertThat(harness.takeViews())
                        .extracting(CustomerView::getLastEventId)
                        .containsExactly("before", "good");
            }
        }
    }

    @Test
    void refusesATombstoneAmongEvents() throws Exception {
        try (CustomerHarness harness = started()) {
            harness.send(Topic.PURCHASES, "ann", null);

            assertThat(harness.takeDeadLetters())
                    .extracting(DeadLetter::getReason)
                    .containsExactly("not_wire_format");
        }
    }

    @Test
    void clampsATimeInTheFarFutureToFiveMinutesAfterTheAppendTime() throws Exception {
        try (CustomerHarness harness = started()) {
            harness.purchase("ann", "1", T + 50 * DAY);

            assertThat(harness.takeViews())
                    .singleElement()
                    .satisfies(
                            view -> assertThat(view.getLastEventTime()).isEqualTo(Instant.ofEpochMilli(T + 300_000)));
        }
    }

    @Test
    void publishesATouchedCustomerAgain() throws Exception {
        try (CustomerHarness harness = started(BOUGHT)) {
            harness.purchase("ann", "1", T);
            CustomerView before = harness.takeViews().get(0);

            harness.send(Topic.COMMANDS, "ann", Samples.command("touch"));
            harness.send(Topic.COMMANDS, "nobody", Samples.command("touch"));
            assertThat(harness.takeViews()).singleElement().satisfies(view -> {
                assertThat(view.getMemberships()).isEqualTo(before.getMemberships());
                assertThat(view.getApplied()).isEqualTo(1);
                assertThat(view.getRevision()).isGreaterThan(before.getRevision());
            });
        }
    }

    @Test
    void explainsAMembershipAndChangesNothing() throws Exception {
        try (CustomerHarness harness = started(REGULAR)) {
            harness.purchase("ann", "1", T - DAY);
            harness.takeOutput();
            int timers = harness.numEventTimeTimers();

            harness.send(Topic.COMMANDS, "ann", Samples.explain("r-1", "regular", T));
            harness.send(Topic.COMMANDS, "nobody", Samples.explain("r-2", "regular", T));
            harness.send(Topic.COMMANDS, "ann", Samples.explain("r-3", "nothing", T));

            List<Explanation> answers = harness.takeExplanations();
            assertThat(answers).extracting(Explanation::getRequestId).containsExactly("r-1", "r-2", "r-3");
            var ann = ExplanationMapping.toDomain(answers.get(0)).orElseThrow();
            assertThat(ann.segment().value()).isEqualTo(Truth.FALSE);
            assertThat(ann.segment().when().observed()).isEqualByComparingTo("1");
            assertThat(ann.known()).isTrue();
            assertThat(ExplanationMapping.toDomain(answers.get(1)).orElseThrow().known())
                    .isFalse();
            assertThat(ExplanationMapping.toDomain(answers.get(2))).isEmpty();
            assertThat(harness.takeOutput()).isEmpty();
            assertThat(harness.takeTransitions()).isEmpty();
            assertThat(harness.takeDeadLetters()).isEmpty();
            assertThat(harness.numEventTimeTimers()).isEqualTo(timers);
        }
    }

    @Test
    void explainsAsOfTheInstantThatReadersAreAnsweredFor() throws Exception {
        try (CustomerHarness harness = started(BOUGHT)) {
            harness.purchase("ann", "1", T - DAY);
            harness.processWatermark(T - 1);
            harness.send(Topic.COMMANDS, "ann", Samples.explain("r-1", "bought", T));

            var ann = ExplanationMapping.toDomain(harness.takeExplanations().get(0))
                    .orElseThrow();
            assertThat(ann.asOf()).isEqualTo(T - 1);
            assertThat(ann.segment().value()).isEqualTo(Truth.TRUE);
            assertThat(ann.next()).isEqualTo(new Membership.Flip(T, Truth.FALSE));
        }
    }

    @Test
    void doesNotAnswerWhomNobodyWaitsForAnyMore() throws Exception {
        try (CustomerHarness harness = started(BOUGHT)) {
            long longAgo = T - Explanations.WAITED_FOR.toMillis() - 1;
            harness.send(Topic.COMMANDS, "ann", Samples.explain("r-1", "bought", longAgo));
            harness.send(Topic.COMMANDS, "ann", Samples.command("explain"));

            assertThat(harness.takeExplanations()).isEmpty();
            assertThat(harness.takeDeadLetters())
                    .extracting(DeadLetter::getReason)
                    .containsExactly("invalid_value");
        }
    }

    @Test
    void refusesCommandsThatItDoesNotKnow() throws Exception {
        try (CustomerHarness harness = started()) {
            harness.send(Topic.COMMANDS, "ann", Samples.command("dance"));
            harness.send(Topic.COMMANDS, "ann", Samples.purchase("1", T));
            harness.send(Topic.COMMANDS, "ann", Samples.forget("ann", 0));

            assertThat(harness.takeDeadLetters())
                    .extracting(DeadLetter::getReason)
                    .containsExactly("unsupported", "unsupported", "invalid_value");
        }
    }

    @Test
    void tellsProgressToEveryPartitionBehindTheViewsThatTheWatermarkBrought() throws Exception {
        try (CustomerHarness harness = started(BOUGHT)) {
            harness.purchase("ann", "1", T);
            harness.takeOutput();

            harness.processWatermark(T + DAY + 5000);
            List<SpecificRecord> output = harness.takeOutput();
            assertThat(output.get(0)).isInstanceOf(CustomerView.class);
            assertThat(output.subList(1, output.size()))
                    .hasSize(TestSurroundings.PARTITIONS)
                    .allSatisfy(record -> {
                        ViewProgress progress = (ViewProgress) record;
                        assertThat(progress.getCompleteThrough()).isEqualTo(Instant.ofEpochMilli(T + DAY + 5000));
                        assertThat(progress.getAttempt()).isEqualTo(T);
                        assertThat(progress.getWriter()).isZero();
                        assertThat(progress.getWriters()).isEqualTo(1);
                    });
        }
    }

    @Test
    void tellsProgressAtMostEveryFiftyMilliseconds() throws Exception {
        try (CustomerHarness harness = started()) {
            harness.processWatermark(T);
            assertThat(harness.takeProgress()).hasSize(TestSurroundings.PARTITIONS);

            harness.processWatermark(T + 1);
            harness.setProcessingTime(T + 10);
            harness.processWatermark(T + 2);
            harness.setProcessingTime(T + 49);
            assertThat(harness.takeProgress()).isEmpty();
            harness.setProcessingTime(T + 50);
            assertThat(harness.takeProgress())
                    .hasSize(TestSurroundings.PARTITIONS)
                    .allMatch(p -> p.getCompleteThrough().equals(Instant.ofEpochMilli(T + 2)));
            harness.setProcessingTime(T + 500);
            assertThat(harness.takeProgress()).as("nothing new").isEmpty();
        }
    }

    @Test
    void goesOnFromTheProgressOfTheRunBeforeUnderAGreaterAttempt() throws Exception {
        OperatorSubtaskState snapshot;
        try (CustomerHarness harness = started()) {
            harness.processWatermark(T - 77);
            snapshot = harness.checkpoint(1);
        }

        try (CustomerHarness harness = CustomerHarness.restored(surroundings, cacheBytes, snapshot)) {
            assertThat(harness.takeProgress())
                    .as("not before the source said which run this is")
                    .isEmpty();
            harness.endOfBacklog(T - 1000);
            assertThat(harness.takeProgress())
                    .hasSize(TestSurroundings.PARTITIONS)
                    .allSatisfy(progress -> {
                        assertThat(progress.getCompleteThrough()).isEqualTo(Instant.ofEpochMilli(T - 77));
                        assertThat(progress.getAttempt()).isEqualTo(T + 1);
                    });
        }
    }

    @Test
    void doesNotTakeTheEndOfItsInputForTheEndOfTime() throws Exception {
        try (CustomerHarness harness = started(BOUGHT)) {
            harness.purchase("ann", "1", T);
            harness.takeTransitions();
            harness.takeOutput();

            harness.processWatermark(Watermark.MAX_WATERMARK);
            assertThat(harness.takeTransitions()).isEmpty();
            assertThat(harness.takeProgress()).isEmpty();
        }
    }

    private CustomerHarness started(Definition... definitions) throws Exception {
        return CustomerHarness.started(surroundings, cacheBytes, definitions);
    }
}
