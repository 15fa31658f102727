package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.util.EasterHoliday;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.Condition;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.chrono.HijrahDate;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On which civil days a season is. */
class SeasonReaderTest {

    /** Days as published by the Hebrew calendar's Hebcal, Saudi Arabia's Umm al-Qura, and any wall calendar. */
    @ParameterizedTest
    @CsvSource({
        "hebrew, 15 Nisan, 2024-04-23",
        "hebrew, 15 Nisan, 2025-04-13",
        "hebrew, 15 Nisan, 2026-04-02",
        "hebrew, 1 Tishri, 2023-09-16",
        "hebrew, 1 Tishri, 2026-09-12",
        "hebrew, 25 Kislev, 2024-12-26",
        "hebrew, 14 Adar, 2024-03-24",
        "hebrew, 14 Adar, 2025-03-14",
        "hebrew, 14 Adar II, 2024-03-24",
        "hebrew, 14 Adar I, 2024-02-23",
        "hebrew, 30 Heshvan, 2024-12-01",
        "hebrew, 30 Heshvan, 2023-11-13",
        "islamic, 1 Shawwal, 2024-04-10",
        "islamic, 1 Shawwal, 2025-03-30",
        "islamic, 1 Ramadan, 2026-02-18",
        "islamic, 10 Dhu al-Hijjah, 2024-06-16",
        "gregorian, 25 December, 2030-12-25",
        "gregorian, 29 February, 2024-02-29",
        "gregorian, 29 February, 2025-02-28",
        "gregorian, fourth Thursday of November, 2024-11-28",
        "gregorian, fourth Friday of November, 2024-11-22",
        "gregorian, last Monday of May, 2026-05-25",
        "gregorian, first Sunday of January, 2023-01-01",
        "gregorian, Easter, 2008-03-23",
        "gregorian, Easter, 2024-03-31",
        "gregorian, Easter, 2025-04-20",
        "gregorian, Easter, 2038-04-25",
        "gregorian, Orthodox Easter, 2013-05-05",
        "gregorian, Orthodox Easter, 2024-05-05",
        "gregorian, Orthodox Easter, 2025-04-20",
        "gregorian, Orthodox Easter, 2026-04-12",
    })
    void namesTheDay(String calendar, String day, String expected) {
        LocalDate civil = LocalDate.parse(expected);
        assertThat(spans("{calendar: " + calendar + ", day: " + day + "}"))
                .filteredOn(span -> span.get(0).getYear() == civil.getYear())
                .containsExactly(List.of(civil, civil.plusDays(1)));
    }

    @ParameterizedTest
    @CsvSource({"14 Adar I, 2025", "14 Adar II, 2025", "1 Adar I, 2026"})
    void monthsOfLeapYearsHaveNoSeasonInOthers(String day, int year) {
        assertThat(spans("{calendar: hebrew, day: " + day + "}"))
                .noneMatch(span -> span.get(0).getYear() == year)
                .isNotEmpty();
    }

    @Test
    void agreesAboutEasterWithAnother() {
        for (int year = 1900; year < 2100; year++) {
            Date newYear = Date.from(LocalDate.of(year, 1, 1)
                    .atStartOfDay(ZoneId.systemDefault())
                    .toInstant());
            assertThat(Easter.WESTERN.sunday(year)).isEqualTo(day(new EasterHoliday("").firstAfter(newYear)));
            assertThat(Easter.ORTHODOX.sunday(year)).isEqualTo(day(new EasterHoliday(0, true, "").firstAfter(newYear)));
        }
    }

    private static LocalDate day(Date date) {
        return LocalDate.ofInstant(date.toInstant(), ZoneId.systemDefault());
    }

    @Test
    void agreesWithTheCalendarOfTheJavaPlatform() {
        for (List<LocalDate> span : spans("{calendar: islamic, day: 1 Muharram}")) {
            HijrahDate date = HijrahDate.from(span.get(0));
            assertThat(date.get(ChronoField.DAY_OF_YEAR)).as("%s", span.get(0)).isEqualTo(1);
        }
    }

    @Test
    void reachesFromDaysBeforeToDaysAfter() {
        assertThat(spans("{calendar: hebrew, day: 15 Nisan, from: -14d, to: 8d}"))
                .contains(List.of(LocalDate.parse("2026-03-19"), LocalDate.parse("2026-04-10")));
        assertThat(spans("{calendar: gregorian, day: fourth Thursday of November, from: 1d, to: 5d}"))
                .contains(List.of(LocalDate.parse("2026-11-27"), LocalDate.parse("2026-12-01")));
    }

    @Test
    void isKnownFrom1990ForTwentyYearsToCome() {
        Condition.Season season = season("{calendar: gregorian, day: 1 January, from: -2d, to: 1w}");
        assertThat(LocalDate.ofEpochDay(season.knownFrom())).isEqualTo("1990-01-01");
        assertThat(LocalDate.ofEpochDay(season.knownUntil())).isEqualTo("2047-01-01");
        List<List<LocalDate>> spans = spans(season);
        assertThat(spans.get(0)).containsExactly(LocalDate.parse("1990-01-01"), LocalDate.parse("1990-01-08"));
        assertThat(spans.get(spans.size() - 1))
                .containsExactly(LocalDate.parse("2046-12-30"), LocalDate.parse("2047-01-01"));
        assertThat(season.text()).isEqualTo("1 January");
    }

    /** A Hijri year has 354 or 355 days. */
    @Test
    void joinsSeasonsThatTouch() {
        List<List<LocalDate>> spans = spans("{calendar: islamic, day: 1 Muharram, from: 0d, to: 354d}");
        for (int i = 1; i < spans.size(); i++) {
            assertThat(spans.get(i).get(0)).isAfter(spans.get(i - 1).get(1));
        }
        assertThat(spans("{calendar: islamic, day: 1 Muharram, from: -100d, to: 260d}"))
                .containsExactly(List.of(LocalDate.parse("1990-01-01"), LocalDate.parse("2047-01-01")));
    }

    private static List<List<LocalDate>> spans(String season) {
        return spans(season(season));
    }

    private static List<List<LocalDate>> spans(Condition.Season season) {
        List<List<LocalDate>> spans = new ArrayList<>();
        for (int i = 0; i < season.edges().size(); i += 2) {
            spans.add(List.of(
                    LocalDate.ofEpochDay(season.edges().get(i)),
                    LocalDate.ofEpochDay(season.edges().get(i + 1))));
        }
        return spans;
    }

    private static Condition.Season season(String season) {
        Checked checked = DefinitionFiles.check(
                List.of(new SourceFile("a.yaml", Shop.withHead("when: {season: " + season + "}"))), 2026);
        assertThat(checked).isInstanceOf(Drafts.class);
        Definition.Body body = ((Drafts) checked).drafts().get(0).body();
        return (Condition.Season) ((Definition.SegmentBody) body).segment().when();
    }
}
