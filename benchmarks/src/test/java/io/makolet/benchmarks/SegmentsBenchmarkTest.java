package io.makolet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.makolet.domain.customer.CustomerEngine;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.event.Event;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentsBenchmarkTest {

    private static final SegmentsBenchmark.Settings SMALL =
            new SegmentsBenchmark.Settings(List.of(10, 400), 1, 1_500, 200, 2, 0, 1, 6);

    private static final SegmentsReport REPORT = new SegmentsBenchmark(SMALL, line -> {}).run("test");

    @Test
    void answersAsAPlainCountDoes() {
        for (SegmentsReport.AtSize size : all()) {
            assertThat(size.compared()).isGreaterThan(10L * size.definitions());
            assertThat(size.wrong()).as("%s", size).isZero();
        }
    }

    @Test
    void changesAsManyMembershipsHoweverManyDefinitionsThereAre() {
        double flips = REPORT.other().flips();
        assertThat(flips).isPositive();
        assertThat(all()).allSatisfy(size -> assertThat(size.flips()).isCloseTo(flips, within(1e-9)));
    }

    @Test
    void touchesOneLeafInAHundredWhereThresholdsAreAlwaysReached() {
        assertThat(REPORT.sizes()).extracting(SegmentsReport.AtSize::touched).containsExactly(200 / 100.0, 400 / 100.0);
    }

    @Test
    void tellsEveryMembershipThatIsNotAsCounted() {
        ShopOfSegments shop = new ShopOfSegments(10, true);
        Event[] history = ShopOfSegments.history("c", 1_500, 7);
        CustomerEngine engine = new CustomerEngine(SegmentPlan.compile(shop.definitions()));
        CustomerState state = new CustomerState("c");
        for (Event event : history) {
            engine.onEvent(state, event);
        }
        List<Membership> memberships = new ArrayList<>(engine.memberships(state));
        for (int i : new int[] {0, 9}) {
            Membership right = memberships.get(i);
            Truth opposite = Truth.of(right.value() == Truth.FALSE);
            memberships.set(i, new Membership(i, 1, opposite, right.since(), List.of(), Long.MAX_VALUE, null));
        }
        PlainCount plain = new PlainCount(shop, 0);
        plain.compare(memberships, history, history.length, state.clock());
        assertThat(plain.compared()).isEqualTo(10);
        assertThat(plain.wrong()).isEqualTo(2);
    }

    @Test
    void writesTheReportAsItIsAgreed() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode json = mapper.readTree(mapper.writeValueAsBytes(REPORT));
        assertThat(json.path("ratio").path("median").asDouble()).isPositive();
        assertThat(json.path("ratios").path("out_of_reach").path("median").asDouble())
                .isPositive();
        assertThat(json.path("sizes").get(1)).isEqualTo(json.path("ours"));
        assertThat(json.path("sizes").get(0)).isEqualTo(json.path("other"));
        assertThat(json.path("sizes_out_of_reach")).hasSize(2);
        assertThat(json.path("host").path("before_ms").asDouble()).isPositive();
        assertThat(json.path("command").asText()).isEqualTo("test");
    }

    private static List<SegmentsReport.AtSize> all() {
        List<SegmentsReport.AtSize> all = new ArrayList<>(REPORT.sizes());
        all.addAll(REPORT.outOfReach());
        return all;
    }
}
