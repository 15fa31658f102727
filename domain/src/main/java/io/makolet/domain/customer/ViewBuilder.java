package io.makolet.domain.customer;

import io.makolet.domain.customer.CustomerView.OfferScore;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.OfferBody;
import io.makolet.domain.definition.Definition.Status;
import io.makolet.domain.offer.OfferDefinition;
import io.makolet.domain.offer.OfferScorer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds what serving needs of a customer: memberships, offer scores, profile, traits. */
public final class ViewBuilder {

    private final CustomerEngine engine;
    private final List<Definition> offers;
    private final int categories;

    /** A builder for an engine and the live offers among the definitions. */
    public ViewBuilder(CustomerEngine engine, Collection<Definition> definitions) {
        this.engine = engine;
        this.offers = definitions.stream()
                .filter(d -> d.body() instanceof OfferBody && d.status() == Status.LIVE)
                .sorted(Comparator.comparingInt(Definition::index))
                .toList();
        this.categories = (int) Math.max(
                1, offers.stream().map(d -> offer(d).category()).distinct().count());
    }

    /**
     * The view of a customer as of their own clock.
     *
     * @param attempt run of the job, unique and growing
     */
    public CustomerView view(CustomerState state, long attempt) {
        double rate = OfferScorer.rate(state.activity.at(state.clock, Interests.HALF_LIFE));
        return new CustomerView(
                state.customerId,
                version(state, attempt),
                state.clock,
                state.lastEventId,
                state.lastEventTime,
                engine.interesting(state),
                scores(state, rate),
                Map.copyOf(state.profile),
                Map.copyOf(state.consent),
                traits(state, rate));
    }

    /** The view of a person, under their name; it says no more than whose the id is that has their name, where it is another's. */
    public CustomerView view(Person person, long attempt) {
        CustomerState told = person.told();
        String goneTo = person.goneTo();
        if (goneTo != null) {
            return CustomerView.ofPerson(told.customerId, version(told, attempt), told.clock, goneTo);
        }
        CustomerView view = view(told, attempt);
        return person.ids().size() > 1 ? view.ofIds(person.ids()) : view;
    }

    private static CustomerView.Version version(CustomerState state, long attempt) {
        return new CustomerView.Version(state.era, state.merged, state.applied, attempt, state.revision);
    }

    /** Does it score the same offers in the same way as another one? */
    public boolean scoresAs(ViewBuilder other) {
        return offers.equals(other.offers);
    }

    private List<OfferScore> scores(CustomerState state, double rate) {
        double total = 0;
        for (Decayed affinity : state.affinities.values()) {
            total += affinity.at(state.clock, Interests.HALF_LIFE);
        }
        List<OfferScore> scores = new ArrayList<>(offers.size());
        for (Definition definition : offers) {
            OfferDefinition offer = offer(definition);
            double weight = state.affinities
                    .getOrDefault(offer.category(), Decayed.ZERO)
                    .at(state.clock, Interests.HALF_LIFE);
            double affinity = OfferScorer.affinity(weight, total, categories);
            scores.add(new OfferScore(definition.index(), OfferScorer.score(offer, rate, affinity)));
        }
        return scores;
    }

    private static Map<String, Double> traits(CustomerState state, double rate) {
        Map<String, Double> traits = new TreeMap<>();
        traits.put("events", (double) state.applied);
        traits.put("purchases_per_30d", rate);
        state.affinities.forEach((category, affinity) ->
                traits.put("affinity." + category, affinity.at(state.clock, Interests.HALF_LIFE)));
        return traits;
    }

    private static OfferDefinition offer(Definition definition) {
        if (definition.body() instanceof OfferBody body) {
            return body.offer();
        }
        throw new IllegalArgumentException(definition.key() + ", expected an offer");
    }
}
