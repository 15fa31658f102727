package io.makolet.flink;

import static io.makolet.flink.CustomerHarness.T;
import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.CustomerView;
import io.makolet.avro.SegmentTransition;
import io.makolet.avro.TransitionCause;
import io.makolet.domain.definition.Backfill;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.Status;
import io.makolet.domain.segment.Past;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.schemas.BackfillMapping.Brought;
import io.makolet.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a cache, and with one that holds everybody. */
@ParameterizedClass
@ValueSource(longs = {0, 1 << 20})
class BackfillFunctionTest {

    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final Definition BOUGHT = Samples.frequent("bought", 0, 1, Duration.ofDays(1));
    private static final Definition WEEKLY = Samples.frequent("weekly", 1, 3, Duration.ofDays(7));
    private static final Backfill WARMING = new Backfill(
            1,
            Past.missing(SegmentPlan.compile(List.of(BOUGHT)), SegmentPlan.compile(List.of(BOUGHT, WEEKLY))),
            Status.WARMING);

    @Parameter
    private long cacheBytes;

    private final TestSurroundings surroundings = TestSurroundings.at(T);
    private int checkpoints;

    @Test
    void saysNothingUntilThePastWasBroughtAndEntersBecauseOfIt() throws Exception {
        try (CustomerHarness harness = started()) {
            harness.purchase("bob", "0", T);
            harness.takeOutput();
            long first = bought(harness, "1", T - 3 * DAY);
            long second = bought(harness, "2", T - 2 * DAY);
            harness.takeViews();
            publish(harness, WARMING, WEEKLY);
            assertThat(harness.takeViews()).isEmpty();
            long third = bought(harness, "3", T);
            bring(harness, first, "1", T - 3 * DAY);
            bring(harness, second, "2", T - 2 * DAY);
            bring(harness, first, "1", T - 3 * DAY);
            bring(harness, third, "3", T);
            harness.send(Topic.COMMANDS, "nobody", Samples.brought(brought(0, "4", T)));
            assertThat(weekly(harness)).isEmpty();

            harness.takeViews();
            publish(harness, WARMING.in(Status.LIVE));

            assertThat(harness.takeViews())
                    .extracting(CustomerView::getCustomerId)
                    .as("who does not belong to it is not told again")
                    .containsExactly("ann");
            assertThat(weekly(harness)).singleElement().satisfies(transition -> {
                assertThat(transition.getCause()).isEqualTo(TransitionCause.BACKFILL);
                assertThat(transition.getEffectiveAt()).isEqualTo(Instant.ofEpochMilli(T));
                assertThat(transition.getEventId()).isNull();
            });
            harness.passTo(T + 5 * DAY + 10_000);
            assertThat(weekly(harness)).singleElement().satisfies(transition -> {
                assertThat(transition.getCause()).isEqualTo(TransitionCause.TIMER);
                assertThat(transition.getEffectiveAt()).isEqualTo(Instant.ofEpochMilli(T + 4 * DAY));
            });
            assertThat(harness.takeDeadLetters()).isEmpty();
        }
    }

    @Test
    void countsOnceWhateverIsRepeatedAfterARestore() throws Exception {
        OperatorSubtaskState snapshot;
        long first;
        try (CustomerHarness harness = started()) {
            first = bought(harness, "1", T - 3 * DAY);
            publish(harness, WARMING, WEEKLY);
            bring(harness, first, "1", T - 3 * DAY);
            bought(harness, "2", T);
            snapshot = harness.checkpoint(++checkpoints);
        }
        try (CustomerHarness harness = CustomerHarness.restored(surroundings, cacheBytes, snapshot)) {
            harness.endOfBacklog(T + 1);
            bring(harness, first, "1", T - 3 * DAY);
            publish(harness, WARMING.in(Status.LIVE));
            assertThat(weekly(harness)).as("two purchases").isEmpty();
            bought(harness, "3", T);
            assertThat(weekly(harness))
                    .singleElement()
                    .satisfies(transition -> assertThat(transition.getCause()).isEqualTo(TransitionCause.EVENT));
        }
    }

    @Test
    void bringsNothingOfBeforeAnErasure() throws Exception {
        try (CustomerHarness harness = started()) {
            long first = bought(harness, "1", T - 3 * DAY);
            publish(harness, WARMING, WEEKLY);
            harness.send(Topic.COMMANDS, "ann", Samples.forget("ann", T), T, T);
            long after = T + 5_000;
            for (int i = 0; i < 2; i++) {
                harness.send(Topic.PURCHASES, "ann", Samples.purchase("after" + i, after), after, after);
            }
            bring(harness, first, "1", T - 3 * DAY);
            publish(harness, WARMING.in(Status.LIVE));
            assertThat(weekly(harness)).isEmpty();
        }
    }

    private CustomerHarness started() throws Exception {
        CustomerHarness harness = CustomerHarness.fresh(surroundings, cacheBytes);
        harness.publish(BOUGHT);
        harness.endOfBacklog(T);
        harness.takeOutput();
        return harness;
    }

    /** Ann buys; the offset of the record. */
    private static long bought(CustomerHarness harness, String eventId, long time) throws Exception {
        harness.purchase("ann", eventId, time);
        return harness.lastOffset();
    }

    private static void bring(CustomerHarness harness, long offset, String eventId, long time) throws Exception {
        harness.send(Topic.COMMANDS, "ann", Samples.brought(brought(offset, eventId, time)));
    }

    private static Brought brought(long offset, String eventId, long time) {
        return new Brought(1, Topic.PURCHASES, 0, offset, T, Samples.purchase(eventId, time));
    }

    /** In force, and everybody visited. */
    private void publish(CustomerHarness harness, Backfill backfill, Definition... definitions) throws Exception {
        harness.send(Topic.DEFINITIONS, backfill.key(), Samples.backfill(backfill));
        harness.publish(definitions);
        harness.checkpoint(++checkpoints);
        for (int i = 0; i < 10; i++) {
            harness.setProcessingTime(harness.getProcessingTime() + CustomerOperator.TOGETHER_MILLIS);
        }
    }

    private static List<SegmentTransition> weekly(CustomerHarness harness) {
        return harness.takeTransitions().stream()
                .filter(transition -> transition.getSegmentId().equals("weekly"))
                .toList();
    }
}
