package io.makolet.serving.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.OfferBody;
import io.makolet.domain.offer.OfferDefinition;
import io.makolet.domain.offer.OfferScorer;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Truth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranking against the obvious: take all, drop what may not be shown, sort. */
class CandidatesTest {

    private static final int SEGMENTS = 5;
    private static final String[] PLACES = {"home", "cart", "mail"};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void ranksAsSortingAllDoes(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            List<Definition> definitions = definitions(random);
            Catalog catalog = Catalog.of(definitions);
            Guest guest = new Guest(random);
            String placement = random.nextBoolean() ? "" : PLACES[random.nextInt(3)];
            String channel = random.nextBoolean() ? "" : PLACES[random.nextInt(3)];
            int limit = 1 + random.nextInt(10);
            long now = random.nextInt(100);

            List<LiveOffer> offers = catalog.offersAt(placement).stream()
                    .filter(offer -> offer.goesThrough(channel))
                    .toList();
            int[] best = new int[limit];
            float[] scores = new float[limit];
            int count = new Candidates(offers).rank(guest, now, limit, best, scores);

            assertThat(IntStream.range(0, count)
                            .mapToObj(i -> offers.get(best[i]).id() + " " + scores[i]))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(expected(definitions, guest, placement, channel, now, limit));
        }
    }

    private static List<String> expected(
            List<Definition> definitions, Guest guest, String placement, String channel, long now, int limit) {
        record Shown(String id, float score) {}
        List<Shown> shown = new ArrayList<>();
        for (Definition definition : definitions) {
            if (definition.body() instanceof OfferBody body) {
                OfferDefinition offer = body.offer();
                float known = guest.scores.get(definition.index());
                float score = Float.isNaN(known) ? OfferScorer.prior(offer) : known;
                boolean fits = placement.isEmpty()
                        || offer.placements().isEmpty()
                        || offer.placements().contains(placement);
                boolean goes = channel.isEmpty()
                        || offer.channels().isEmpty()
                        || offer.channels().contains(channel);
                boolean valid = offer.validFrom() <= now && now < offer.validUntil();
                Condition eligible = offer.eligible();
                boolean admitted = eligible == null || guest.truth(eligible) == Truth.TRUE;
                if (score > 0 && fits && goes && valid && admitted) {
                    shown.add(new Shown(definition.id(), score));
                }
            }
        }
        return shown.stream()
                .sorted(Comparator.comparing((Shown s) -> -s.score).thenComparing(Shown::id))
                .limit(limit)
                .map(s -> s.id + " " + s.score)
                .toList();
    }

    private static List<Definition> definitions(Random random) {
        List<Definition> result = new ArrayList<>();
        for (int segment = 0; segment < SEGMENTS; segment++) {
            result.add(Definitions.segment("s" + segment, segment, null));
        }
        for (int offer = 0; offer < 40; offer++) {
            Definitions.OfferBuilder builder = Definitions.offer("o" + offer, offer);
            if (random.nextBoolean()) {
                builder.placements(PLACES[random.nextInt(3)]);
            }
            if (random.nextBoolean()) {
                builder.channels(PLACES[random.nextInt(3)]);
            }
            if (random.nextBoolean()) {
                builder.valid(random.nextInt(60), 40 + random.nextInt(60));
            }
            if (random.nextBoolean()) {
                builder.eligible(condition(random, 3));
            }
            result.add(builder.build());
        }
        return result;
    }

    private static Condition condition(Random random, int depth) {
        int kind = depth == 0 ? 3 : random.nextInt(4);
        return switch (kind) {
            case 0 -> new Condition.All(List.of(condition(random, depth - 1), condition(random, depth - 1)));
            case 1 -> new Condition.Any(List.of(condition(random, depth - 1), condition(random, depth - 1)));
            case 2 -> new Condition.Not(condition(random, depth - 1));
            default -> new Condition.In("s" + random.nextInt(SEGMENTS + 1));
        };
    }

    /** Somebody with random memberships and scores; of a segment that is not live, membership is unknown. */
    private static final class Guest implements Standing {

        private final Map<String, Truth> memberships = new HashMap<>();
        private final List<Float> scores = new ArrayList<>();

        Guest(Random random) {
            for (int segment = 0; segment < SEGMENTS; segment++) {
                memberships.put("s" + segment, Truth.of(random.nextInt(3)));
            }
            for (int offer = 0; offer < 40; offer++) {
                scores.add(random.nextInt(8) == 0 ? Float.NaN : (random.nextInt(7) - 2) / 4f);
            }
        }

        Truth truth(Condition condition) {
            if (condition instanceof Condition.All all) {
                return all.parts().stream().map(this::truth).reduce(Truth.TRUE, Truth::and);
            }
            if (condition instanceof Condition.Any any) {
                return any.parts().stream().map(this::truth).reduce(Truth.FALSE, Truth::or);
            }
            if (condition instanceof Condition.Not not) {
                return truth(not.part()).not();
            }
            return memberships.getOrDefault(((Condition.In) condition).segmentId(), Truth.UNKNOWN);
        }

        @Override
        public Truth membership(LiveSegment segment) {
            return memberships.getOrDefault(segment.id(), Truth.UNKNOWN);
        }

        @Override
        public float score(int offer) {
            return scores.get(offer);
        }
    }
}
