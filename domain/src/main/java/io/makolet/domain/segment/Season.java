package io.makolet.domain.segment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Days of a table. */
record Season(int slot, Condition.Season condition) implements Node {

    @Override
    public String source() {
        return "season|" + condition.knownFrom() + '|' + condition.edges() + '|' + condition.knownUntil();
    }

    @Override
    public Future compute(Outlook outlook) {
        List<Integer> edges = condition.edges();
        int past = today(outlook) - 2;
        if (past >= condition.knownUntil()) {
            return Future.UNKNOWN;
        }
        int found = Collections.binarySearch(edges, past);
        int next = found < 0 ? -found - 1 : found;
        boolean begun = past >= condition.knownFrom();
        DayChanges changes = new DayChanges(outlook, begun ? Truth.of(next % 2 == 1) : Truth.UNKNOWN);
        boolean more = begun || changes.add(condition.knownFrom(), Truth.FALSE);
        while (more && next < edges.size()) {
            more = changes.add(edges.get(next), Truth.of(next % 2 == 0));
            next++;
        }
        if (more) {
            changes.add(condition.knownUntil(), Truth.UNKNOWN);
        }
        return changes.build();
    }

    private static int today(Outlook outlook) {
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(outlook.at()), outlook.zone());
        return (int) Math.max(Integer.MIN_VALUE + 2L, Math.min(Integer.MAX_VALUE, day.toEpochDay()));
    }

    @Override
    public @Nullable String reason(Outlook outlook) {
        return outlook.future(this).value() == Truth.UNKNOWN
                ? condition.text() + " is known from " + LocalDate.ofEpochDay(condition.knownFrom()) + " until "
                        + LocalDate.ofEpochDay(condition.knownUntil()) + " only"
                : null;
    }
}
