package io.makolet.serving.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.customer.CustomerView.OfferScore;
import io.makolet.domain.customer.CustomerView.Version;
import io.makolet.domain.definition.Backfill;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.definition.Definition.Status;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Membership.Flip;
import io.makolet.domain.segment.Past;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import io.makolet.serving.view.PackedView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownStandingTest {

    private final Catalog catalog = Catalog.of(List.of(
            Definitions.segment("active", 0, null),
            Definitions.segment("reachable", 1, "marketing"),
            Definitions.segment("newer", 7, null),
            Definitions.offer("scored", 0).build(),
            Definitions.offer("unscored", 1).build()));

    @Test
    void changesTruthExactlyAtTheFlip() {
        assertThat(at(99).membership(segment("active"))).isEqualTo(Truth.TRUE);
        assertThat(at(100).membership(segment("active"))).isEqualTo(Truth.FALSE);
    }

    @Test
    void knowsNothingWithoutConsentWhateverTheViewSays() {
        assertThat(at(50).membership(segment("reachable"))).isEqualTo(Truth.UNKNOWN);
        assertThat(at(50, Map.of("marketing", false)).membership(segment("reachable")))
                .isEqualTo(Truth.UNKNOWN);
        assertThat(at(50, Map.of("marketing", true)).membership(segment("reachable")))
                .isEqualTo(Truth.TRUE);
    }

    @Test
    void takesASegmentThatTheViewDoesNotHaveAsFalse() {
        assertThat(at(50).membership(segment("newer"))).isEqualTo(Truth.FALSE);
    }

    @Test
    void knowsNothingOfASegmentThatIsWarmingUnlessTheViewWasComputedByIt() {
        Catalog warming = Catalog.of(
                List.of(
                        Definitions.segment("active", 0, null),
                        Definitions.segment("newer", 7, null),
                        Definitions.definition(
                                "refers",
                                8,
                                Status.LIVE,
                                new SegmentBody(new SegmentDefinition(null, new Condition.In("newer"))))),
                Map.of("segment/active", 41L, "segment/newer", 42L, "segment/refers", 3L),
                List.of());
        KnownStanding before = new KnownStanding(packed(Map.of())).at(50, 40);
        assertThat(before.membership(segment(warming, "active"))).isEqualTo(Truth.TRUE);
        assertThat(before.membership(segment(warming, "newer"))).isEqualTo(Truth.UNKNOWN);
        assertThat(before.membership(segment(warming, "refers"))).isEqualTo(Truth.UNKNOWN);
        KnownStanding after = new KnownStanding(packed(Map.of())).at(50, 42);
        assertThat(after.membership(segment(warming, "newer"))).isEqualTo(Truth.FALSE);
        assertThat(after.membership(segment(warming, "refers"))).isEqualTo(Truth.FALSE);
    }

    @Test
    void knowsNothingOfASegmentUntilItsPastHasBeenReadInAndEverybodyEvaluatedForIt() {
        Definition searched = Definitions.segment("searched", 7, null, "search");
        Definition refers = Definitions.definition(
                "refers", 8, Status.LIVE, new SegmentBody(new SegmentDefinition(null, new Condition.In("searched"))));
        Definition other = Definitions.segment("other", 9, null);
        Set<Long> missing =
                Past.missing(SegmentPlan.compile(List.of(other)), SegmentPlan.compile(List.of(other, searched)));
        Backfill backfill = new Backfill(1, missing, Status.WARMING);
        List<Definition> all = List.of(searched, refers, other);
        KnownStanding customer = new KnownStanding(packed(Map.of()));

        Catalog warming = Catalog.of(all, Map.of(), List.of(new KnownSince.Told(backfill, 12)));
        customer.at(50, 90);
        assertThat(customer.membership(segment(warming, "searched"))).isEqualTo(Truth.UNKNOWN);
        assertThat(customer.membership(segment(warming, "refers"))).isEqualTo(Truth.UNKNOWN);
        assertThat(customer.membership(segment(warming, "other"))).isEqualTo(Truth.FALSE);

        Catalog read = Catalog.of(all, Map.of(), List.of(new KnownSince.Told(backfill.in(Status.LIVE), 91)));
        customer.at(50, 90);
        assertThat(customer.membership(segment(read, "searched"))).isEqualTo(Truth.UNKNOWN);
        customer.at(50, 91);
        assertThat(customer.membership(segment(read, "searched"))).isEqualTo(Truth.FALSE);
        assertThat(customer.membership(segment(read, "refers"))).isEqualTo(Truth.FALSE);
    }

    @Test
    void scoresANewerOfferAsForAnybody() {
        List<LiveOffer> offers = catalog.offersAt("");
        int[] best = new int[2];
        float[] scores = new float[2];
        assertThat(new Candidates(offers).rank(at(50), 50, 2, best, scores)).isEqualTo(2);
        assertThat(best).containsExactly(0, 1);
        assertThat(scores).containsExactly(3.5f, offers.get(1).prior());
    }

    @Test
    void noticesALeaseThatHasRunOut() {
        KnownStanding before = at(199);
        before.membership(segment("active"));
        assertThat(before.expired()).isFalse();
        KnownStanding after = at(200);
        assertThat(after.expired()).isFalse();
        after.membership(segment("active"));
        assertThat(after.expired()).isTrue();
    }

    @Test
    void knowsNoMembershipOfSomebodyUnknownWhereConsentIsNeeded() {
        assertThat(UnknownStanding.INSTANCE.membership(segment("active"))).isEqualTo(Truth.FALSE);
        assertThat(UnknownStanding.INSTANCE.membership(segment("reachable"))).isEqualTo(Truth.UNKNOWN);
    }

    private KnownStanding at(long now) {
        return at(now, Map.of());
    }

    private static KnownStanding at(long now, Map<String, Boolean> consent) {
        return new KnownStanding(packed(consent)).at(now, Long.MAX_VALUE);
    }

    private static PackedView packed(Map<String, Boolean> consent) {
        CustomerView view = new CustomerView(
                "dana",
                new Version(0, 1, 1, 0),
                10,
                null,
                Long.MIN_VALUE,
                List.of(
                        new Membership(0, 1, Truth.TRUE, 0, List.of(new Flip(100, Truth.FALSE)), 200, null),
                        new Membership(1, 1, Truth.TRUE, 0, List.of(), Long.MAX_VALUE, null)),
                List.of(new OfferScore(0, 3.5f)),
                Map.of(),
                consent,
                Map.of());
        byte[] bytes = PackedView.pack(view);
        return new PackedView(bytes, bytes.length);
    }

    private LiveSegment segment(String id) {
        return segment(catalog, id);
    }

    private static LiveSegment segment(Catalog from, String id) {
        return from.segments().stream()
                .filter(segment -> segment.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
