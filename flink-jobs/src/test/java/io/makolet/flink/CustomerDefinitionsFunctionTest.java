package io.makolet.flink;

import static io.makolet.flink.CustomerHarness.T;
import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.CustomerView;
import io.makolet.avro.DeadLetter;
import io.makolet.avro.SegmentTransition;
import io.makolet.avro.TransitionCause;
import io.makolet.domain.definition.Definition;
import io.makolet.schemas.Topic;
import java.time.Duration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Definitions come into force; without a cache, with one that holds hardly anybody, and with one that holds everybody. */
@ParameterizedClass
@ValueSource(longs = {0, 1, 1 << 20})
class CustomerDefinitionsFunctionTest {

    private static final Definition REGULAR = Samples.frequent("regular", 0, 3, Duration.ofDays(30));

    /** Asks for what REGULAR has counted all along. */
    private static final Definition ONCE = Samples.frequent("once", 2, 1, Duration.ofDays(30));

    private static final Definition BOUGHT = Samples.frequent("bought", 1, 1, Duration.ofDays(1));

    @Parameter
    private long cacheBytes;

    private final TestSurroundings surroundings = TestSurroundings.at(T);

    @Test
    void putsDefinitionsInForceTogetherAndEvaluatesEveryCustomerOnce() throws Exception {
        try (CustomerHarness harness = started(REGULAR)) {
            harness.purchase("ann", "1", T);
            harness.purchase("bob", "2", T);
            harness.takeOutput();

            harness.publish(ONCE, BOUGHT);
            assertThat(harness.takeOutput()).isEmpty();
            harness.setProcessingTime(T + CustomerOperator.TOGETHER_MILLIS);
            assertThat(harness.takeViews())
                    .extracting(CustomerView::getCustomerId)
                    .containsExactlyInAnyOrder("ann", "bob");
            assertThat(harness.takeTransitions())
                    .extracting(SegmentTransition::getCustomerId, SegmentTransition::getCause)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("ann", TransitionCause.DEFINITION),
                            org.assertj.core.groups.Tuple.tuple("bob", TransitionCause.DEFINITION));
            assertThat(harness.numEventTimeTimers()).as("set while evaluating").isEqualTo(2);
        }
    }

    @Test
    void putsWaitingDefinitionsInForceBeforeASnapshot() throws Exception {
        OperatorSubtaskState snapshot;
        try (CustomerHarness harness = started(REGULAR)) {
            harness.purchase("ann", "1", T);
            harness.publish(ONCE);
            snapshot = harness.checkpoint(1);
            assertThat(harness.takeTransitions()).hasSize(1);
        }

        try (CustomerHarness harness = CustomerHarness.restored(surroundings, cacheBytes, snapshot)) {
            harness.setProcessingTime(T + 1000);
            assertThat(harness.takeTransitions()).isEmpty();
            assertThat(harness.numEventTimeTimers()).isEqualTo(1);
        }
    }

    @Test
    void endsASegmentWithItsTombstone() throws Exception {
        try (CustomerHarness harness = started(BOUGHT)) {
            harness.purchase("ann", "1", T);
            harness.send(Topic.DEFINITIONS, BOUGHT.key(), null);
            harness.setProcessingTime(T + 1000);
            harness.takeOutput();

            harness.purchase("ann", "2", T + 1);
            assertThat(harness.takeViews())
                    .singleElement()
                    .satisfies(view -> assertThat(view.getMemberships()).isEmpty());
        }
    }

    @Test
    void refusesADefinitionThatDoesNotFitAndKeepsTheOneBefore() throws Exception {
        OperatorSubtaskState snapshot;
        try (CustomerHarness harness = started(BOUGHT)) {
            harness.publish(Samples.memberOf("bought", 1, "nobody-knows"));
            harness.setProcessingTime(T + 1000);
            assertThat(harness.takeDeadLetters()).singleElement().satisfies(letter -> {
                assertThat(letter.getReason()).isEqualTo("invalid_value");
                assertThat(letter.getMessage()).contains("segment/bought", "nobody-knows");
                assertThat(letter.getTopic()).isEqualTo("makolet.definitions");
                assertThat(letter.getOffset()).isEqualTo(1);
            });
            snapshot = harness.checkpoint(1);
        }

        try (CustomerHarness harness = CustomerHarness.restored(surroundings, cacheBytes, snapshot)) {
            harness.purchase("ann", "1", T);
            assertThat(harness.takeTransitions()).hasSize(1);
        }
    }

    @Test
    void takesDefinitionsThatReferToEachOtherInAnyOrder() throws Exception {
        try (CustomerHarness harness =
                started(Samples.memberOf("also-bought", 2, "bought"), Samples.memberOf("odd", 3, "missing"), BOUGHT)) {
            assertThat(harness.takeDeadLetters())
                    .extracting(DeadLetter::getMessage)
                    .singleElement()
                    .asString()
                    .contains("segment/odd");
            harness.purchase("ann", "1", T);
            assertThat(harness.takeTransitions())
                    .extracting(SegmentTransition::getSegmentId)
                    .containsExactlyInAnyOrder("bought", "also-bought");
        }
    }

    @Test
    void refusesADefinitionUnderAnotherKey() throws Exception {
        try (CustomerHarness harness = started()) {
            harness.send(Topic.DEFINITIONS, "segment/other", Samples.definition(BOUGHT));

            assertThat(harness.takeDeadLetters())
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.getMessage()).contains("segment/bought", "segment/other"));
        }
    }

    private CustomerHarness started(Definition... definitions) throws Exception {
        return CustomerHarness.started(surroundings, cacheBytes, definitions);
    }
}
