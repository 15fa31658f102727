package io.makolet.domain.customer;

import io.makolet.domain.event.Event;
import java.util.Map;

/** What events tell of a customer's interests: how actively they buy, and which categories they turn to. */
final class Interests {

    /** Half-life of all weights: what a customer did three months ago says half as much as what they do today. */
    static final long HALF_LIFE = 90L * 24 * 60 * 60 * 1000;

    /** How strongly an event of a type speaks for its category, in purchases. */
    private static final Map<String, Double> WEIGHTS =
            Map.of("product_view", 0.1, "search", 0.1, "wish_add", 0.3, "offer_click", 0.3, "cart_add", 0.5);

    private Interests() {}

    static void apply(CustomerState state, Event event) {
        if (event.type().equals("purchase")) {
            state.activity = state.activity.plus(1, event.time(), HALF_LIFE);
            for (Event.Line line : event.lines()) {
                if (line.category() != null) {
                    add(state, line.category(), 1, event.time());
                }
            }
            return;
        }
        Double weight = WEIGHTS.get(event.type());
        if (weight != null && event.value("category") instanceof String category) {
            add(state, category, weight, event.time());
        }
    }

    private static void add(CustomerState state, String category, double weight, long time) {
        state.affinities.merge(category, new Decayed(weight, time), (old, added) -> old.plus(weight, time, HALF_LIFE));
    }
}
