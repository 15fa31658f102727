package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.customer.CustomerEngine;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Truth;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Seasons of the Hebrew calendar, in common and leap years, against its rules; at the midnights of three zones. */
class HebrewSeasonOracleTest {

    private static final int CASES = 300;
    private static final List<String> ZONES = List.of("Asia/Jerusalem", "America/Sao_Paulo", "Europe/London");
    private static final List<String> MONTHS = List.of(
            "Tishri", "Heshvan", "Kislev", "Tevet", "Shevat", "Adar", "Adar I", "Adar II", "Nisan", "Iyar", "Sivan",
            "Tamuz", "Av", "Elul");

    private record Case(String month, int day, int from, int to, ZoneId zone, int year) {

        static Case random(Random random) {
            String month = MONTHS.get(random.nextInt(MONTHS.size()));
            int last = 29 + random.nextInt(isLong(month) ? 2 : 1);
            int from = random.nextInt(20) - 10;
            return new Case(
                    month,
                    random.nextInt(3) == 0 ? last : 1 + random.nextInt(28),
                    from,
                    from + 1 + random.nextInt(15),
                    ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
                    5751 + random.nextInt(50));
        }

        String segment(int number) {
            return """
                    kind: Segment
                    id: s%d
                    owner: me
                    title: S
                    when: {season: {calendar: hebrew, day: %d %s, from: %dd, to: %dd}}
                    """.formatted(number, day, month, from, to);
        }
    }

    @Test
    void equalTheRulesOfTheCalendarAtEachMidnight() {
        Random random = new Random(5784);
        List<Case> cases =
                Stream.generate(() -> Case.random(random)).limit(CASES).toList();
        List<Draft> drafts = Shop.drafts(
                IntStream.range(0, CASES).mapToObj(i -> cases.get(i).segment(i)).collect(Collectors.joining("---\n")));
        int members = 0;
        for (int i = 0; i < CASES; i++) {
            Case each = cases.get(i);
            CustomerEngine engine = new CustomerEngine(
                    SegmentPlan.compile(List.of(drafts.get(i).publish(1, 0, Definition.Status.LIVE, 0))));
            for (LocalDate edge : edges(each)) {
                long midnight = edge.atStartOfDay(each.zone()).toInstant().toEpochMilli();
                for (long instant : List.of(midnight - 1, midnight)) {
                    boolean in = isIn(instant == midnight ? edge : edge.minusDays(1), each);
                    assertThat(truth(engine, each.zone(), instant))
                            .as("case %d, %s, %s%d", i, each, instant == midnight ? "" : "before ", edge.toEpochDay())
                            .isEqualTo(Truth.of(in));
                    members += in ? 1 : 0;
                }
            }
        }
        assertThat(members).isGreaterThan(CASES);
    }

    private static boolean isLong(String month) {
        return List.of("Tishri", "Heshvan", "Kislev", "Shevat", "Adar I", "Nisan", "Sivan", "Av")
                .contains(month);
    }

    /** First days in and out of the season of a year; where it has none, of days near which it would be. */
    private static List<LocalDate> edges(Case each) {
        LocalDate spring = NaiveHebrewCalendar.newYear(each.year()).plusDays(170);
        List<LocalDate> days = days(each.year(), each);
        LocalDate meant = days.isEmpty() ? spring : days.get(0);
        return List.of(meant.plusDays(each.from()), meant.plusDays(each.to()));
    }

    private static boolean isIn(LocalDate today, Case each) {
        int year = today.getYear() + 3760;
        return IntStream.rangeClosed(year - 1, year + 2)
                .boxed()
                .flatMap(near -> days(near, each).stream())
                .anyMatch(meant ->
                        !today.isBefore(meant.plusDays(each.from())) && today.isBefore(meant.plusDays(each.to())));
    }

    /** The day in a year, if it has the month; the last one of a month that is shorter. */
    private static List<LocalDate> days(int year, Case each) {
        LocalDate first = NaiveHebrewCalendar.newYear(year);
        for (NaiveHebrewCalendar.Month month : NaiveHebrewCalendar.months(year)) {
            if (month.name().equals(each.month())
                    || (each.month().equals("Adar") && month.name().equals("Adar II"))) {
                return List.of(first.plusDays(Math.min(each.day(), month.days()) - 1L));
            }
            first = first.plusDays(month.days());
        }
        return List.of();
    }

    private static Truth truth(CustomerEngine engine, ZoneId zone, long instant) {
        CustomerState state = new CustomerState("c");
        ProfileChange moved = new ProfileChange("time_zone", new ProfileValue.Text(zone.getId()));
        engine.onEvent(
                state,
                new Event(
                        "e",
                        "c",
                        "profile_update",
                        instant,
                        EventSchema.PROFILES,
                        new Object[0],
                        Map.of(),
                        List.of(),
                        List.of(moved),
                        Map.of()));
        return engine.memberships(state).get(0).at(instant);
    }
}
