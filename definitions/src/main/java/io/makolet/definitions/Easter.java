package io.makolet.definitions;

import java.time.LocalDate;

/**
 * Easter, a Sunday that both churches find by a moon of their own. Formulas of J. Meeus, Astronomical Algorithms, 2nd
 * edition, chapter 8: that of the Gregorian calendar (Butcher's), and that of the Julian calendar with the 13 days between the two
 * calendars from 1900 until 2099; other years have other distances.
 */
enum Easter {
    /** Of the western churches. */
    WESTERN("Easter") {
        @Override
        LocalDate sunday(int year) {
            int century = year / 100;
            int epact = (19 * (year % 19) + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
            int weekday = (32 + 2 * (century % 4) + 2 * (year % 100 / 4) - epact - year % 100 % 4) % 7;
            int shift = (year % 19 + 11 * epact + 22 * weekday) / 451;
            return of(year, epact + weekday - 7 * shift + 114);
        }
    },
    /** Of the Orthodox churches, most of which keep the Julian reckoning. */
    ORTHODOX("Orthodox Easter") {
        @Override
        LocalDate sunday(int year) {
            int moon = (19 * (year % 19) + 15) % 30;
            int weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
            int days = moon + weekday + 114;
            return of(year, days).plusDays(DAYS_BEHIND);
        }
    };

    private static final int DAYS_BEHIND = 13;

    private final String word;

    Easter(String word) {
        this.word = word;
    }

    /** As authors write it. */
    String word() {
        return word;
    }

    /** Its civil day in a year from 1900 to 2099. */
    abstract LocalDate sunday(int year);

    /** The day whose month, times 31, and day before it make a number. */
    private static LocalDate of(int year, int days) {
        return LocalDate.of(year, days / 31, days % 31 + 1);
    }
}
