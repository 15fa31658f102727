package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.customer.CustomerEngine;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.CustomerStateCodec;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.segment.PlanCost;
import io.makolet.domain.segment.SegmentPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostTest {

    private static final long BEGIN = 1_767_225_600_000L;
    private static final int EVENTS = 1_500;

    /** Random events, with values as large as they can be, fill the state. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{aggregate: {event: purchase, fn: count, is: '>= 2'}}",
                "{aggregate: {event: purchase, fn: max, of: amount, is: '>= 2'}}",
                "{aggregate: {event: purchase, fn: count, over: 30d, is: '>= 2'}}",
                "{aggregate: {event: purchase, fn: sum, of: amount, over: 90d, is: '>= 2'}}",
                "{aggregate: {event: purchase, fn: sum, of: amount, over: 200ms, is: '>= 2'}}",
                "{aggregate: {event: purchase, fn: avg, of: amount, over: this year, is: '>= 2'}}",
                "{aggregate: {event: purchase, fn: sum, of: amount, over: this day, is: '>= 2'}}",
                "{aggregate: {event: purchase, fn: sum, of: amount, over: last 256, is: '>= 2'}}",
                "{aggregate: {event: purchase, fn: sum, of: amount, since: return, is: '>= 2'}}",
                "{aggregate: {event: purchase, fn: distinct, of: order_id, over: last 100, is: '>= 2'}}",
                "{aggregate: {event: purchase, fn: distinct, of: order_id, over: 90d, is: '>= 2'}}",
                "{ratio: {of: {event: purchase, fn: sum, of: margin}, to: {event: cancel, fn: count}, over: 60d, is: '>= 2'}}",
                "{recency: {event: purchase, is: '>= 2d'}}",
                "{sequence: {first: purchase, then: cancel, over: 90d}}",
                "{sequence: {first: purchase, then: [cancel, purchase], within: 1h, over: 90d}}",
                "{sequence: {first: purchase, then_not: cancel, by: order_id, within: 1h}}",
                "{sequence: {first: purchase, then: purchase, then_not: cancel, by: cart_id, within: 1d, over: 90d}}",
                "{all: [{regular_buyer: {}}, {average_order: {from: 10}}, {not: {costly_to_serve: {}}}]}",
            })
    void isNeverExceededByAnyState(String when) {
        Draft draft = Shop.drafts(Shop.withHead("when: " + when)).get(0);
        SegmentPlan plan = SegmentPlan.compile(List.of(draft.publish(1, 0, Definition.Status.LIVE, 0)));
        CustomerEngine engine = new CustomerEngine(plan);
        CustomerEngine without = new CustomerEngine(SegmentPlan.compile(List.of()));
        CustomerState state = new CustomerState("c");
        CustomerState bare = new CustomerState("c");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long greatest = 0;
        for (int i = 0; i < EVENTS; i++) {
            Event event = event(i, random);
            engine.onEvent(state, event);
            without.onEvent(bare, event);
            if (i % 100 == 0 || i == EVENTS - 1) {
                int bytes = CustomerStateCodec.encode(state).length - CustomerStateCodec.encode(bare).length;
                greatest = Math.max(greatest, bytes);
            }
        }
        long bound = PlanCost.of(plan).stateBytes();
        assertThat(greatest).as("seed %d: %s", seed, when).isLessThanOrEqualTo(bound);
    }

    private static Event event(int number, Random random) {
        EventSchema schema = EventSchema.PURCHASES;
        @Nullable Object[] values = new Object[schema.fields().size()];
        values[schema.indexOf("order_id")] = "o" + random.nextInt(EVENTS);
        values[schema.indexOf("cart_id")] = "c" + random.nextInt(300);
        values[schema.indexOf("amount")] = random.nextLong();
        values[schema.indexOf("margin")] = random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
        values[schema.indexOf("coupons")] = List.of();
        long time = BEGIN + number * 1_200_000L + random.nextInt(100_000_000);
        String type = random.nextInt(4) == 0 ? "cancel" : "purchase";
        return new Event("e" + number, "c", type, time, schema, values, Map.of(), List.of(), List.of(), Map.of());
    }

    @Test
    void isThatOfAllASegmentIsMadeOfAndOfEqualPartsOnce() {
        List<Cost> costs = Cost.ofEach(drafts());
        Cost one = costs.stream().filter(c -> c.id().equals("one")).findFirst().orElseThrow();
        Cost both =
                costs.stream().filter(c -> c.id().equals("both")).findFirst().orElseThrow();
        assertThat(one.cost().timedLeaves()).isEqualTo(1);
        assertThat(one.cost().touchedLeaves()).isEqualTo(1);
        assertThat(both.cost().timedLeaves()).isEqualTo(2);
        assertThat(both.cost().touchedLeaves()).isEqualTo(3);
        assertThat(both.cost().stateBytes())
                .isGreaterThan(one.cost().stateBytes())
                .isLessThan(2 * one.cost().stateBytes());
        assertThat(Cost.ofAll(drafts()).stateBytes())
                .isLessThanOrEqualTo(
                        costs.stream().mapToLong(c -> c.cost().stateBytes()).sum());
    }

    private static Drafts drafts() {
        List<SourceFile> files = new ArrayList<>();
        files.add(new SourceFile(
                "one.yaml", head("one") + "when: {aggregate: {event: purchase, fn: count, over: 30d, is: '>= 2'}}\n"));
        files.add(new SourceFile("both.yaml", head("both") + """
                when:
                  all:
                    - in: one
                    - aggregate: {event: purchase, fn: count, over: 30d, is: "< 9"}
                    - aggregate: {event: [purchase, cancel], fn: sum, of: amount, is: "< 9"}
                """));
        return (Drafts) DefinitionFiles.check(files);
    }

    private static String head(String id) {
        return "kind: Segment\nid: " + id + "\nowner: me\ntitle: T\n";
    }
}
