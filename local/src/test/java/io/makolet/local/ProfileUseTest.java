package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.definition.Definition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileUseTest {

    private static final String PROFILE = "kind: Profile\nid: customer\nfields:\n"
            + "  country: {type: choice, values: [GB, FR], description: where they are}\n"
            + "  sells_online: {type: bool, description: do they}\n";
    private static final String ABROAD =
            "kind: Segment\nid: abroad\nowner: me@shop\ntitle: Abroad\nwhen:\n  cel: \"p.country != 'GB'\"\n";
    private static final List<Definition> LIVE = Publication.of(
                    PublicationTest.drafts(PROFILE, ABROAD), new DefinitionLog(Map.of(), Map.of()), 0)
            .changed();

    @Test
    void letsAProfileGrow() {
        String grown = PROFILE + "  shop_size: {type: number, description: square metres}\n";
        assertThat(ProfileUse.brokenBy(PublicationTest.drafts(grown), LIVE)).isEmpty();
    }

    @Test
    void refusesToTakeAFieldFromALiveDefinition() {
        String shrunk = "kind: Profile\nid: customer\nfields:\n  sells_online: {type: bool, description: do they}\n";
        assertThat(ProfileUse.brokenBy(PublicationTest.drafts(shrunk), LIVE))
                .containsExactly(
                        "profile field country would be gone, expected CHOICE: the live segment abroad reads it");
    }

    @Test
    void refusesToChangeTheTypeOfAFieldThatALiveDefinitionReads() {
        String changed =
                "kind: Profile\nid: customer\nfields:\n  country: {type: number, description: dialling code}\n";
        assertThat(ProfileUse.brokenBy(PublicationTest.drafts(changed), LIVE))
                .containsExactly(
                        "profile field country would be of type NUMBER, expected CHOICE: the live segment abroad"
                                + " reads it");
    }

    @Test
    void refusesASecondProfileThatContradictsTheFirst() {
        String other = "kind: Profile\nid: other\nfields:\n  sells_online: {type: text, description: how}\n";
        assertThat(ProfileUse.brokenBy(PublicationTest.drafts(other), LIVE))
                .containsExactly("profile field sells_online would be TEXT, expected BOOL as in the published profile"
                        + " customer");
    }

    @Test
    void letsAFieldGoThatNobodyReads() {
        String shrunk = "kind: Profile\nid: customer\nfields:\n"
                + "  country: {type: choice, values: [GB, FR], description: where they are}\n";
        assertThat(ProfileUse.brokenBy(PublicationTest.drafts(shrunk), LIVE)).isEmpty();
    }
}
