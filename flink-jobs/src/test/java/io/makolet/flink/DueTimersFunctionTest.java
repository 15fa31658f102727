package io.makolet.flink;

import static io.makolet.flink.CustomerHarness.T;
import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.SegmentTransition;
import io.makolet.avro.ViewProgress;
import io.makolet.domain.definition.Definition;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many memberships end at one instant. */
class DueTimersFunctionTest {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final long END = T + WINDOW.toMillis();
    private static final long DUE = END + EventTimes.OUT_OF_ORDERNESS_MILLIS;
    private static final Definition BOUGHT = Samples.frequent("bought", 1, 1, WINDOW);
    private static final int MANY = DueTimers.TOGETHER * 3;
    private static final int CACHE_BYTES = 1 << 20;

    @ParameterizedTest
    @ValueSource(longs = {0, CACHE_BYTES})
    void othersHaveTheirTurnInBetween(long cacheBytes) throws Exception {
        OperatorSubtaskState halfway;
        try (CustomerHarness harness = boughtByMany(TestSurroundings.at(T), cacheBytes)) {
            harness.processWatermark(DUE);
            assertThat(harness.takeProgress())
                    .extracting(ViewProgress::getCompleteThrough)
                    .containsOnly(Instant.ofEpochMilli(DUE));
            assertThat(harness.takeTransitions()).hasSize(DueTimers.TOGETHER);
            assertThat(harness.numEventTimeTimers()).isEqualTo(MANY - DueTimers.TOGETHER);

            harness.purchase("ann", "1", END);
            assertThat(harness.takeTransitions())
                    .extracting(SegmentTransition::getCustomerId)
                    .containsExactly("ann");
            halfway = harness.checkpoint(1);

            harness.processWatermark(DUE + 1000);
            assertThat(harness.takeTransitions())
                    .as("those in between have their time")
                    .isEmpty();
            harness.passTo(DUE + 1000);
            assertThat(harness.takeTransitions())
                    .hasSize(MANY - DueTimers.TOGETHER)
                    .extracting(SegmentTransition::getEffectiveAt)
                    .containsOnly(Instant.ofEpochMilli(END));
            assertThat(harness.numEventTimeTimers()).as("that of ann").isEqualTo(1);
        }
        try (CustomerHarness harness = CustomerHarness.restored(TestSurroundings.at(T), cacheBytes, halfway)) {
            harness.endOfBacklog(T);
            harness.processWatermark(DUE);
            harness.processWatermark(Watermark.MAX_WATERMARK.getTimestamp());
            assertThat(harness.takeTransitions())
                    .as("those that were due, at the latest when the input ends")
                    .hasSize(MANY - DueTimers.TOGETHER);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, CACHE_BYTES})
    void aCustomerOfWhomSomethingIsHeardMeanwhileLeavesOnce(long cacheBytes) throws Exception {
        try (CustomerHarness harness = boughtByMany(TestSurroundings.at(T), cacheBytes)) {
            harness.processWatermark(DUE);
            for (int i = 0; i < MANY; i++) {
                harness.purchase("customer-" + i, "again-" + i, DUE);
            }
            harness.passTo(DUE);

            assertThat(harness.takeTransitions())
                    .filteredOn(transition -> transition.getValue() == 0)
                    .hasSize(MANY)
                    .extracting(SegmentTransition::getCustomerId)
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, CACHE_BYTES})
    void aHistoryIsTheSameEachTime(long cacheBytes) throws Exception {
        try (CustomerHarness harness = boughtByMany(new HistorySurroundings(T), cacheBytes)) {
            harness.processWatermark(DUE);

            assertThat(harness.takeTransitions()).hasSize(MANY);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, CACHE_BYTES})
    void aHistoryMayEndBeforeTheDefinitionsCome(long cacheBytes) throws Exception {
        try (CustomerHarness harness = CustomerHarness.fresh(new HistorySurroundings(T), cacheBytes)) {
            harness.purchase("ann", "1", T);
            harness.processWatermark(DUE);
            harness.processWatermark(Watermark.MAX_WATERMARK);
            harness.publish(BOUGHT);
            harness.endOfBacklog(T);

            assertThat(harness.takeTransitions())
                    .extracting(SegmentTransition::getValue)
                    .containsExactly(1, 0);
        }
    }

    private static CustomerHarness boughtByMany(Surroundings surroundings, long cacheBytes) throws Exception {
        CustomerHarness harness = CustomerHarness.fresh(surroundings, cacheBytes);
        harness.publish(BOUGHT);
        harness.endOfBacklog(T);
        for (int i = 0; i < MANY; i++) {
            harness.purchase("customer-" + i, "1", T);
        }
        harness.takeTransitions();
        harness.takeOutput();
        return harness;
    }
}
