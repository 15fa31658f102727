package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.Site;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Conditions over what is known of a person without any event. */
class PersonReaderTest {

    private static final Site DIZENGOFF = new Site("tel-aviv-1", 32.0775, 34.7740);
    private static final Site JAFFA = new Site("jaffa", 32.0540, 34.7530);

    @Test
    void readsAnniversaries() {
        assertThat(condition("{anniversary: {of: p.birthday}}")).isEqualTo(new Condition.Anniversary("birthday", 0, 1));
        assertThat(condition("{anniversary: {of: p.birthday, from: -7d, to: +1d}}"))
                .isEqualTo(new Condition.Anniversary("birthday", -7, 1));
        assertThat(condition("{anniversary: {of: p.birthday, from: 2 w, to: 3w}}"))
                .isEqualTo(new Condition.Anniversary("birthday", 14, 21));
    }

    @Test
    void readsSamplesInHundredthsOfAPercent() {
        assertThat(condition("{sample: {salt: pilot-2026, percent: 10}}"))
                .isEqualTo(new Condition.Sample("pilot-2026", 1_000));
        assertThat(condition("{sample: {salt: a, percent: 0.01}}")).isEqualTo(new Condition.Sample("a", 1));
        assertThat(condition("{sample: {salt: a, percent: '100.00'}}")).isEqualTo(new Condition.Sample("a", 10_000));
    }

    @Test
    void readsDistancesFromBranchesAndOtherPlaces() {
        assertThat(condition("{near: {place: p.home, branch: jaffa, within: 1.25km}}"))
                .isEqualTo(new Condition.Near("home", JAFFA, 1_250));
        assertThat(condition("{near: {place: p.home, lat: -32, lon: 180, within: 800 m}}"))
                .isEqualTo(new Condition.Near("home", new Site("", -32, 180), 800));
    }

    @Test
    void comparesWithAllBranchesThatAreDeclared() {
        assertThat(condition("{nearest_branch: {place: p.home, in: [tel-aviv-1, jaffa], within: 30km}}"))
                .isEqualTo(new Condition.Nearest(
                        "home", List.of(JAFFA, DIZENGOFF), List.of("jaffa", "tel-aviv-1"), 30_000));
        assertThat(condition("{nearest_branch: {place: p.home, in: haifa}}\n---\n"
                        + "{kind: Branches, id: north, branches: {haifa: {name: Haifa, lat: 32.8, lon: 35}}}"))
                .isEqualTo(new Condition.Nearest(
                        "home",
                        List.of(new Site("haifa", 32.8, 35), JAFFA, DIZENGOFF),
                        List.of("haifa"),
                        Condition.Near.MOST_METRES));
    }

    @Test
    void notesTheProfileFieldsThatAreRead() {
        Draft draft = Shop.drafts(Shop.withHead("""
                        when:
                          any:
                            - anniversary: {of: p.birthday}
                            - near: {place: p.home, branch: jaffa, within: 1km}
                            - sample: {salt: a, percent: 1}
                            - season: {calendar: hebrew, day: 15 Nisan}
                        """)).get(0);
        assertThat(draft.profileFields()).containsExactlyInAnyOrder("birthday", "home");
    }

    private static Condition condition(String condition) {
        Draft draft = Shop.drafts(Shop.withHead("when: " + condition)).get(0);
        return ((Definition.SegmentBody) draft.body()).segment().when();
    }
}
