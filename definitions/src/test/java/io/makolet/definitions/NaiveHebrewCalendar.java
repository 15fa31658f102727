package io.makolet.definitions;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The Hebrew calendar by its rules: the molad and the four postponements (Maimonides, Hilkhot Kiddush haChodesh 6 to 8), in
 * parts of an hour of which it has 1,080.
 */
final class NaiveHebrewCalendar {

    private static final long PARTS_OF_DAY = 24 * 1080;
    private static final long PARTS_OF_MONTH = 29 * PARTS_OF_DAY + 12 * 1080 + 793;

    /** The molad of Tishri of year 1: Monday, 5 hours and 204 parts after the evening before. */
    private static final long FIRST_MOLAD = PARTS_OF_DAY + 5 * 1080 + 204;

    /** Rosh Hashanah of 5784 was 16 September 2023. */
    private static final LocalDate ANCHOR = LocalDate.of(2023, 9, 16);

    private static final int ANCHOR_YEAR = 5784;

    /** A month of a year, and its length in days. */
    record Month(String name, int days) {}

    private NaiveHebrewCalendar() {}

    /** The years 3, 6, 8, 11, 14, 17 and 19 of each 19. */
    private static boolean isLeap(int year) {
        return (7 * year + 1) % 19 < 7;
    }

    /** 1 Tishri of a year. */
    static LocalDate newYear(int year) {
        return ANCHOR.plusDays(day(year) - day(ANCHOR_YEAR));
    }

    /** The months of a year in order. */
    static List<Month> months(int year) {
        long days = day(year + 1) - day(year);
        boolean leap = isLeap(year);
        long kind = days - (leap ? 383 : 353);
        List<Month> months = new ArrayList<>(List.of(
                new Month("Tishri", 30),
                new Month("Heshvan", kind == 2 ? 30 : 29),
                new Month("Kislev", kind == 0 ? 29 : 30),
                new Month("Tevet", 29),
                new Month("Shevat", 30)));
        if (leap) {
            months.add(new Month("Adar I", 30));
        }
        months.add(new Month(leap ? "Adar II" : "Adar", 29));
        int length = 30;
        for (String name : List.of("Nisan", "Iyar", "Sivan", "Tamuz", "Av", "Elul")) {
            months.add(new Month(name, length));
            length = 59 - length;
        }
        return months;
    }

    /** Days of 1 Tishri since the Sunday of the week of the first molad. */
    private static long day(int year) {
        long months = 0;
        for (int before = 1; before < year; before++) {
            months += isLeap(before) ? 13 : 12;
        }
        long molad = FIRST_MOLAD + months * PARTS_OF_MONTH;
        long day = molad / PARTS_OF_DAY;
        long parts = molad % PARTS_OF_DAY;
        long weekday = day % 7;
        boolean late = parts >= 18 * 1080
                || (weekday == 2 && !isLeap(year) && parts >= 9 * 1080 + 204)
                || (weekday == 1 && isLeap(year - 1) && parts >= 15 * 1080 + 589);
        day += late ? 1 : 0;
        boolean notOnThatDay = day % 7 == 0 || day % 7 == 3 || day % 7 == 5;
        return day + (notOnThatDay ? 1 : 0);
    }
}
