package io.makolet.definitions;

import com.ibm.icu.util.Calendar;
import com.ibm.icu.util.HebrewCalendar;
import com.ibm.icu.util.IslamicCalendar;
import java.util.List;

/**
 * A month of a calendar.
 *
 * @param name as authors write it
 * @param number ICU's
 * @param mostDays in any year
 * @param inLeapYears is it there in leap years only?
 */
record SeasonMonth(String name, int number, int mostDays, boolean inLeapYears) {

    static final List<SeasonMonth> GREGORIAN = List.of(
            month("January", Calendar.JANUARY, 31),
            month("February", Calendar.FEBRUARY, 29),
            month("March", Calendar.MARCH, 31),
            month("April", Calendar.APRIL, 30),
            month("May", Calendar.MAY, 31),
            month("June", Calendar.JUNE, 30),
            month("July", Calendar.JULY, 31),
            month("August", Calendar.AUGUST, 31),
            month("September", Calendar.SEPTEMBER, 30),
            month("October", Calendar.OCTOBER, 31),
            month("November", Calendar.NOVEMBER, 30),
            month("December", Calendar.DECEMBER, 31));

    static final List<SeasonMonth> HEBREW = List.of(
            month("Tishri", HebrewCalendar.TISHRI, 30),
            month("Heshvan", HebrewCalendar.HESHVAN, 30),
            month("Kislev", HebrewCalendar.KISLEV, 30),
            month("Tevet", HebrewCalendar.TEVET, 29),
            month("Shevat", HebrewCalendar.SHEVAT, 30),
            new SeasonMonth("Adar I", HebrewCalendar.ADAR_1, 30, true),
            new SeasonMonth("Adar II", HebrewCalendar.ADAR, 29, true),
            month("Adar", HebrewCalendar.ADAR, 29),
            month("Nisan", HebrewCalendar.NISAN, 30),
            month("Iyar", HebrewCalendar.IYAR, 29),
            month("Sivan", HebrewCalendar.SIVAN, 30),
            month("Tamuz", HebrewCalendar.TAMUZ, 29),
            month("Av", HebrewCalendar.AV, 30),
            month("Elul", HebrewCalendar.ELUL, 29));

    static final List<SeasonMonth> ISLAMIC = List.of(
            month("Muharram", IslamicCalendar.MUHARRAM, 30),
            month("Safar", IslamicCalendar.SAFAR, 30),
            month("Rabi I", IslamicCalendar.RABI_1, 30),
            month("Rabi II", IslamicCalendar.RABI_2, 30),
            month("Jumada I", IslamicCalendar.JUMADA_1, 30),
            month("Jumada II", IslamicCalendar.JUMADA_2, 30),
            month("Rajab", IslamicCalendar.RAJAB, 30),
            month("Shaban", IslamicCalendar.SHABAN, 30),
            month("Ramadan", IslamicCalendar.RAMADAN, 30),
            month("Shawwal", IslamicCalendar.SHAWWAL, 30),
            month("Dhu al-Qadah", IslamicCalendar.DHU_AL_QIDAH, 30),
            month("Dhu al-Hijjah", IslamicCalendar.DHU_AL_HIJJAH, 30));

    private static SeasonMonth month(String name, int number, int mostDays) {
        return new SeasonMonth(name, number, mostDays, false);
    }
}
