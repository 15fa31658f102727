package io.makolet.serving.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.explain.Counterfactual;
import io.makolet.domain.explain.Explanation;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Site;
import io.makolet.domain.segment.Finding;
import io.makolet.domain.segment.Finding.Evidence;
import io.makolet.domain.segment.Finding.Role;
import io.makolet.domain.segment.Finding.Unknown;
import io.makolet.domain.segment.Finding.Why;
import io.makolet.domain.segment.Membership.Flip;
import io.makolet.domain.segment.Truth;
import io.makolet.domain.segment.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordingTest {

    private static final long NOW = Instant.parse("2026-02-01T10:00:00Z").toEpochMilli();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final EventMatch PURCHASE = new EventMatch(List.of("purchase"), null, null);

    private static io.makolet.v1.Explanation say(Finding when, @Nullable Counterfactual change, String language) {
        Finding.Segment segment = new Finding.Segment(
                "s", 1, null, when.value(), when.next(), Long.MAX_VALUE, when.unknown(), null, when);
        return ExplanationAnswer.of(
                new Explanation("c", true, NOW, "Asia/Jerusalem", segment, change), List.of(language));
    }

    private static Finding count(long observed) {
        return new Finding(
                new Condition.Aggregate(
                        new Condition.Measure(
                                new AggregateSpec(PURCHASE, null, new Window.Sliding(30 * DAY), null),
                                Condition.Function.COUNT),
                        new Comparison(Comparison.Op.GE, 3_000_000)),
                Truth.FALSE,
                new Flip(NOW + DAY, Truth.UNKNOWN),
                null,
                BigDecimal.valueOf(observed),
                Map.of(),
                List.of(new Evidence(Role.OLDEST, NOW - DAY, 0), new Evidence(Role.LATEST, NOW, 0)),
                List.of(),
                null);
    }

    private static Counterfactual happens(int times) {
        return new Counterfactual(
                Truth.TRUE, List.of(new Counterfactual.Happens(PURCHASE, times, Map.of(), null)), NOW + DAY);
    }

    private static String plain(String text) {
        return text.replace("\u2068", "").replace("\u2069", "");
    }

    @Test
    void saysWhatWasObservedAndWhatIsRequiredInTheCustomersZone() {
        io.makolet.v1.Explanation said = say(count(1), happens(2), "en");

        assertThat(said.getSegment().getText()).isEqualTo("s: not in");
        assertThat(said.getSegment().getWhen().getText())
                .isEqualTo("number of purchase in the last 30 days: 1, needs >= 3");
        assertThat(said.getSegment().getWhen().getNotesList())
                .containsExactly(
                        "events from 2026-01-31 12:00 to 2026-02-01 12:00", "becomes unknown 2026-02-02 12:00");
        assertThat(said.getSegment().getWhen().getAsks()).isEqualTo("count purchase over 30d >= 3");
        assertThat(said.getChangeText()).isEqualTo("To get in before 2026-02-02 12:00: 2 more purchase");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | 1 | one more purchase",
                "en | 5 | 5 more purchase",
                "he | 1 | purchase עוד פעם אחת",
                "he | 2 | purchase עוד פעמיים",
                "he | 5 | purchase עוד 5 פעמים",
                "ar | 1 | purchase مرة أخرى",
                "ar | 2 | purchase مرتين أخريين",
                "ar | 5 | purchase 5 مرات أخرى",
                "ar | 11 | purchase 11 مرة أخرى",
                "ar | 100 | purchase 100 مرة أخرى"
            })
    void countsInThePluralFormsOfTheLanguage(String language, int times, String expected) {
        assertThat(plain(say(count(1), happens(times), language).getChangeText()))
                .endsWith(": " + expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | 90061000 | 1 day 1 hour",
                "en | 1500 | 1 second 500 milliseconds",
                "en | 0 | 0 milliseconds",
                "he | 172800000 | יומיים",
                "ar | 259200000 | 3 أيام",
                "ar | 950400000 | 11 يومًا"
            })
    void saysSpansInTheirTwoLargestUnits(String language, long millis, String expected) {
        assertThat(new Times(Phrases.in(List.of(language)), "UTC").span(millis)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "he", "ar"})
    void saysWhenTheNextEventIsDueInEveryLanguage(String language) {
        Finding due = new Finding(
                new Condition.Replenish(PURCHASE, 6, 30 * DAY, 3 * DAY, Condition.Replenish.NEVER),
                Truth.FALSE,
                null,
                null,
                null,
                Map.of(),
                List.of(),
                List.of(),
                null);
        var said = say(due, null, language).getSegment().getWhen();
        assertThat(said.getKind()).isEqualTo("replenish");
        assertThat(said.getAsks()).isEqualTo("purchase over last 6 cycle 30d lead 3d");
        assertThat(plain(said.getText())).contains("purchase", "6", "30").doesNotContain("{");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "he", "ar"})
    void saysWhatComesAfterASilenceInEveryLanguage(String language) {
        Finding gap = new Finding(
                new Condition.Gap(PURCHASE, 180 * DAY, 30 * DAY),
                Truth.TRUE,
                null,
                null,
                null,
                Map.of(),
                List.of(new Finding.Evidence(Finding.Role.AGED, NOW, 0)),
                List.of(),
                null);
        var said = say(gap, null, language).getSegment().getWhen();
        assertThat(said.getKind()).isEqualTo("gap");
        assertThat(said.getAsks()).isEqualTo("purchase at_least 180d over 30d");
        assertThat(plain(said.getText())).contains("purchase", "180", "30").doesNotContain("{");
        assertThat(plain(said.getNotes(0))).contains("2026-02-01 12:00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "he", "ar"})
    void saysWhatIsAmongTheFirstInEveryLanguage(String language) {
        for (int k : new int[] {1, 2, 3, 11, 64}) {
            Finding top = new Finding(
                    new Condition.Top(PURCHASE, "brands", "amount", 60 * DAY, k, List.of("Acme", "Bolt"), 1),
                    Truth.FALSE,
                    null,
                    null,
                    BigDecimal.ZERO,
                    Map.of(),
                    List.of(),
                    List.of(),
                    null);
            var said = say(top, null, language).getSegment().getWhen();
            assertThat(said.getKind()).isEqualTo("top");
            assertThat(said.getAsks())
                    .isEqualTo("brands of purchase weight amount half_life 60d k " + k + " is Acme|Bolt min 1");
            assertThat(said.getComparison() + said.getRequired() + said.getObserved())
                    .isEqualTo(">=10");
            assertThat(plain(said.getText()))
                    .contains("Acme, Bolt", "brands", "purchase", "amount", "60", ">= 1")
                    .doesNotContain("{");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "he", "ar"})
    void saysWhatAStayMakesOfAMembershipInEveryLanguage(String language) {
        Finding when = count(1);
        for (Finding.Hold hold : Finding.Hold.values()) {
            long until = hold == Finding.Hold.EXPIRED ? Long.MAX_VALUE : NOW;
            Finding.Segment segment = new Finding.Segment(
                    "s", 1, null, Truth.FALSE, null, Long.MAX_VALUE, null, new Finding.Held(hold, until), when);
            var said = ExplanationAnswer.of(
                            new Explanation("c", true, NOW, "Asia/Jerusalem", segment, null), List.of(language))
                    .getSegment();
            assertThat(said.getHeld().getHold()).isEqualTo(hold.name().toLowerCase(Locale.ROOT));
            assertThat(said.getHeld().hasUntil()).isEqualTo(until == NOW);
            assertThat(said.getNotesList()).hasSize(1);
            assertThat(plain(said.getNotes(0)).contains("2026-02-01 12:00")).isEqualTo(until == NOW);
            assertThat(said.getNotes(0)).doesNotContain("{");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "he", "ar"})
    void saysEveryReasonAndStepInEveryLanguage(String language) {
        assertThat(Phrases.in(List.of(language)).names())
                .isEqualTo(Phrases.in(List.of("en")).names());
        for (Why why : Why.values()) {
            Finding unknown = new Finding(
                    new Condition.In("t"),
                    Truth.UNKNOWN,
                    null,
                    new Unknown(why, "ab"),
                    null,
                    Map.of(),
                    List.of(),
                    List.of(),
                    null);
            assertThat(say(unknown, null, language).getSegment().getNotesList()).hasSize(1);
        }
        Counterfactual change = new Counterfactual(
                Truth.TRUE,
                List.of(
                        new Counterfactual.Happens(PURCHASE, 2, Map.of("amount", 5L), "channel"),
                        new Counterfactual.Becomes("country", new io.makolet.domain.profile.ProfileValue.Choice("IL")),
                        new Counterfactual.Consents("marketing"),
                        new Counterfactual.Passes(NOW, List.of("purchase", "cancel"))),
                Long.MAX_VALUE);
        assertThat(plain(say(count(0), change, language).getChangeText()))
                .contains("amount = 5", "channel", "country", "IL", "marketing", "2026-02-01 12:00", "cancel")
                .doesNotContain("{");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | nearest branch to home is jaffa, lod, within 2500 m",
                "he | הסניף הקרוב ביותר אל home הוא jaffa, lod, במרחק עד 2500 m",
                "ar | أقرب فرع إلى home هو jaffa, lod، على بعد لا يزيد على 2500 m"
            })
    void saysWhatIsAskedOfAPerson(String language, String nearest) {
        Site jaffa = new Site("jaffa", 32.054, 34.753);
        List<Site> sites = List.of(jaffa, new Site("lod", 31.95, 34.89));
        Map<Condition, String> expected = new LinkedHashMap<>();
        expected.put(
                new Condition.Nearest("home", sites, List.of("lod", "jaffa"), 2_500),
                "p.home in jaffa|lod within 2500 m");
        expected.put(new Condition.Near("home", jaffa, 5_000), "p.home within 5 km of jaffa");
        expected.put(new Condition.Anniversary("birthday", -7, 1), "p.birthday from -7d to 1d");
        expected.put(new Condition.Season(List.of(5, 8), 0, 99, "hebrew 15 Nisan"), "hebrew 15 Nisan");
        expected.put(new Condition.Listed("influencers.txt", List.of("ann")), "influencers.txt");
        expected.put(new Condition.Sample("pilot", 1_250), "12.5 % with salt pilot");
        expected.forEach((condition, asks) -> {
            io.makolet.v1.Explanation said = say(leaf(condition), null, language);
            assertThat(said.getSegment().getWhen().getAsks()).isEqualTo(asks);
            assertThat(plain(said.getSegment().getWhen().getText()))
                    .doesNotContain("{")
                    .isNotBlank();
            if (condition instanceof Condition.Nearest) {
                assertThat(plain(said.getSegment().getWhen().getText())).isEqualTo(nearest);
            }
        });
    }

    private static Finding leaf(Condition condition) {
        return new Finding(condition, Truth.FALSE, null, null, null, Map.of(), List.of(), List.of(), null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"he", "ar"})
    void isolatesWhatIsNotOfTheLanguage(String language) {
        assertThat(say(count(1), happens(2), language).getSegment().getText()).startsWith("\u2068s\u2069");
    }

    @Test
    void saysTheSameToProgramsInAllLanguages() {
        assertThat(withoutTexts(say(count(1), happens(2), "ar")))
                .isEqualTo(withoutTexts(say(count(1), happens(2), "en")));
    }

    private static io.makolet.v1.Explanation withoutTexts(io.makolet.v1.Explanation said) {
        io.makolet.v1.Explanation.Builder bare =
                said.toBuilder().clearLanguage().clearChangeText();
        bare.getSegmentBuilder().clearText().clearNotes();
        bare.getSegmentBuilder().getWhenBuilder().clearText().clearNotes();
        return bare.build();
    }
}
