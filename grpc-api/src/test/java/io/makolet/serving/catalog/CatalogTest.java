package io.makolet.serving.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.ProfileBody;
import io.makolet.domain.definition.Definition.Status;
import io.makolet.domain.definition.ProfileDeclaration;
import io.makolet.domain.expr.Expr;
import io.makolet.domain.segment.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogTest {

    @Test
    void hasOnlyWhatIsLive() {
        Definition live = Definitions.segment("b", 0, null);
        Definition retired = Definitions.definition("c", 1, Status.RETIRED, live.body());
        Definition warming = Definitions.definition("d", 2, Status.WARMING, live.body());
        Definition profile =
                Definitions.definition("shop", 0, Status.LIVE, new ProfileBody(new ProfileDeclaration(List.of())));
        Catalog catalog = Catalog.of(List.of(
                retired, live, warming, profile, Definitions.offer("x", 0).build(), Definitions.segment("a", 3, null)));
        assertThat(catalog.segments()).extracting(LiveSegment::id).containsExactly("a", "b");
        assertThat(catalog.counts())
                .containsEntry("segment", 2)
                .containsEntry("offer", 1)
                .containsEntry("profile", 1);
    }

    @Test
    void findsOffersByPlacement() {
        Catalog catalog = Catalog.of(List.of(
                Definitions.offer("everywhere", 0).build(),
                Definitions.offer("home", 1).placements("home-hero").build(),
                Definitions.offer("both", 2).placements("home-hero", "cart").build()));
        assertThat(catalog.offersAt("")).extracting(LiveOffer::id).containsExactly("both", "everywhere", "home");
        assertThat(catalog.offersAt("cart")).extracting(LiveOffer::id).containsExactly("both", "everywhere");
        assertThat(catalog.offersAt("elsewhere")).extracting(LiveOffer::id).containsExactly("everywhere");
    }

    @Test
    void refusesAnOfferWhoseEligibilityIsNotOverSegments() {
        Condition cel = new Condition.Not(new Condition.Cel(new Expr.Literal(true), "true"));
        assertThatThrownBy(() ->
                        Catalog.check(Definitions.offer("x", 0).eligible(cel).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("condition Cel")
                .hasMessageContaining("expected only all, any, not and in");
    }
}
