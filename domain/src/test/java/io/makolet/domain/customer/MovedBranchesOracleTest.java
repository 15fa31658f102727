package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.event.Event;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.Near;
import io.makolet.domain.segment.Condition.Nearest;
import io.makolet.domain.segment.Condition.Site;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.Stay;
import io.makolet.domain.segment.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is near a branch when branches move, open and close, and customers move, against the oracle. */
class MovedBranchesOracleTest {

    private static final int CASES = 80;
    private static final String HOME = "home";

    @Test
    void equalsTheOracleWhileBranchesAndCustomersMove() {
        for (long seed = 1; seed <= CASES; seed++) {
            OracleCase moves = new Moves(seed).next();
            assertThat(moves.failure()).as(() -> Paste.oracleCase(moves)).isEmpty();
        }
    }

    /** The same segments, published again each time that the branches are others. */
    private static final class Moves {

        private final Random random;
        private final List<Site> branches = new ArrayList<>();
        private int version;

        Moves(long seed) {
            random = new Random(seed);
            List.of("a", "b", "c").forEach(id -> branches.add(site(id)));
        }

        OracleCase next() {
            List<Definition> definitions = definitions();
            List<OracleCase.Step> steps = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                long time = 1_700_000_000_000L + i * 50L;
                steps.add(
                        switch (random.nextInt(8)) {
                            case 0, 1 -> {
                                moveBranch();
                                yield new OracleCase.Published(definitions());
                            }
                            case 2 -> {
                                moveBranch();
                                yield new OracleCase.Announced(definitions());
                            }
                            case 3 -> new OracleCase.Stored();
                            case 4 -> new OracleCase.Passes(random.nextInt(100));
                            case 5 -> new OracleCase.Happens(Events.order("e" + i, "purchase", time, 1_000_000, null));
                            default -> new OracleCase.Happens(told("e" + i, time));
                        });
            }
            return new OracleCase(definitions, steps);
        }

        private void moveBranch() {
            int which = random.nextInt(3);
            branches.set(which, site(branches.get(which).id()));
        }

        private List<Definition> definitions() {
            version++;
            Condition near = new Near(HOME, branches.get(0), 400_777);
            // The last branch is closed in between.
            List<Site> open = branches.subList(0, version % 3 == 0 ? 2 : 3);
            Condition nearest = new Nearest(HOME, List.copyOf(open), List.of("b"), 2_000_000);
            Condition bought = Conditions.purchases(new Window.Sliding(120), 1);
            return List.of(
                    segment("near", 0, null, near, null),
                    segment("nearest", 1, "marketing", nearest, null),
                    segment("far", 2, null, new Condition.All(List.of(new Condition.Not(near), bought)), null),
                    segment("stays", 3, null, new Condition.In("near"), new Stay(0, 70, 0, Stay.NEVER)));
        }

        private Definition segment(
                String id, int index, @Nullable String purpose, Condition when, @Nullable Stay stay) {
            SegmentBody body = new SegmentBody(new SegmentDefinition(purpose, when, stay));
            return new Definition(id, version, index, Definition.Status.LIVE, "o", "t", 0, "", body);
        }

        private Event told(String id, long time) {
            Map<String, Boolean> consent =
                    random.nextInt(3) == 0 ? Map.of("marketing", random.nextBoolean()) : Map.of();
            if (random.nextInt(5) == 0) {
                return Events.profile(id, time, Map.of(), List.of(HOME), consent);
            }
            ProfileValue home = new ProfileValue.Place(RandomCase.latitude(random), RandomCase.longitude(random), null);
            return Events.profile(id, time, Map.of(HOME, home), List.of(), consent);
        }

        private Site site(String id) {
            return new Site(id, RandomCase.latitude(random), RandomCase.longitude(random));
        }
    }
}
