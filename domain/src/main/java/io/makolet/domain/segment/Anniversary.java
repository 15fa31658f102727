package io.makolet.domain.segment;

import io.makolet.domain.profile.ProfileValue;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The days around the yearly returns of a date. */
record Anniversary(int slot, Condition.Anniversary condition) implements Node {

    /** Further returns are none. */
    private static final int LAST_YEAR = 9999;

    @Override
    public String source() {
        return "anniversary|" + condition;
    }

    @Override
    public Future compute(Outlook outlook) {
        if (!(outlook.facts().profile().get(condition.of()) instanceof ProfileValue.Date date)) {
            return Future.UNKNOWN;
        }
        LocalDate day = date.value();
        DayChanges changes = new DayChanges(outlook, Truth.FALSE);
        LocalDate today = LocalDate.ofInstant(Instant.ofEpochMilli(outlook.at()), outlook.zone());
        long years = Math.max(1, (long) today.getYear() - day.getYear() - 2);
        while (day.getYear() + years <= LAST_YEAR) {
            long returns = day.plusYears(years).toEpochDay();
            if (!changes.add(returns + condition.from(), Truth.TRUE)
                    || !changes.add(returns + condition.to(), Truth.FALSE)) {
                break;
            }
            years++;
        }
        return changes.build();
    }

    @Override
    public @Nullable String reason(Outlook outlook) {
        return Missing.reason(condition.of(), ProfileValue.Date.class, "date", outlook);
    }
}
