package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.OfferBody;
import io.makolet.domain.offer.OfferContent;
import io.makolet.domain.offer.OfferDefinition;
import io.makolet.domain.offer.OfferScorer;
import io.makolet.domain.segment.SegmentPlan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ViewBuilderTest {

    private static final long DAY = 24L * 60 * 60 * 1000;
    private static final Definition KITCHEN = offer("kitchen-offer", 0, "kitchen");
    private static final Definition GARDEN = offer("garden-offer", 1, "garden");

    private final CustomerEngine engine = new CustomerEngine(SegmentPlan.compile(List.of()));
    private final ViewBuilder views = new ViewBuilder(engine, List.of(GARDEN, KITCHEN));
    private final CustomerState state = new CustomerState("c");

    @Test
    void ranksTheCategoryAboveOthersThatTheCustomerTurnsTo() {
        engine.onEvent(state, Events.click("a", "cart_add", 1 * DAY, "kitchen"));
        CustomerView view = views.view(state, 7);
        assertThat(view.scores()).extracting(CustomerView.OfferScore::offer).containsExactly(0, 1);
        assertThat(view.scores().get(0).score())
                .isGreaterThan(view.scores().get(1).score());
    }

    @Test
    void expectsMoreOfThoseWhoBuyMoreAndLessAsTimePasses() {
        engine.onEvent(state, Events.click("a", "page_view", 1 * DAY, "x"));
        float before = views.view(state, 1).scores().get(0).score();
        engine.onEvent(state, Events.order("b", "purchase", 2 * DAY, 5_000_000, "web"));
        float bought = views.view(state, 1).scores().get(0).score();
        engine.onEvent(state, Events.click("c", "page_view", 400 * DAY, "x"));
        float cold = views.view(state, 1).scores().get(0).score();
        assertThat(bought).isGreaterThan(before);
        assertThat(cold).isLessThan(bought).isGreaterThan(before);
    }

    @Test
    void startsFromThePriorThatAStrangerGets() {
        engine.onEvent(state, Events.click("a", "page_view", 1 * DAY, "x"));
        OfferDefinition kitchen = ((OfferBody) KITCHEN.body()).offer();
        assertThat(views.view(state, 1).scores().get(0).score()).isCloseTo(OfferScorer.prior(kitchen), within(1e-6f));
        assertThat(OfferScorer.prior(kitchen)).isCloseTo((float) (2.0 * (1 - Math.exp(-0.05))), within(1e-6f));
    }

    @Test
    void countsEventsInItsVersion() {
        engine.onEvent(state, Events.click("a", "page_view", 1 * DAY, "x"));
        engine.onEvent(state, Events.click("b", "page_view", 2 * DAY, "x"));
        CustomerView view = views.view(state, 42);
        assertThat(view.version()).isEqualTo(new CustomerView.Version(0, 2, 42, 0));
        assertThat(view.lastEventId()).isEqualTo("b");
        assertThat(view.asOf()).isEqualTo(2 * DAY);
    }

    private static Definition offer(String id, int index, String category) {
        OfferDefinition offer = new OfferDefinition(
                category,
                new OfferDefinition.Benefit(OfferDefinition.Kind.NONE, ""),
                3_000_000,
                1_000_000,
                "GBP",
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                Set.of(),
                Set.of(),
                Set.of(),
                null,
                Map.of("en", new OfferContent("t", "", "", "", "")));
        return new Definition(id, 1, index, Definition.Status.LIVE, "o", "t", 0, "", new OfferBody(offer));
    }
}
