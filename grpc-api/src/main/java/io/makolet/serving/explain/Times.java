package io.makolet.serving.explain;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Instants in a customer's time zone, and spans of time, in words. */
final class Times {

    private static final long[] UNITS = {86_400_000, 3_600_000, 60_000, 1_000, 1};
    private static final String[] NAMES = {"days", "hours", "minutes", "seconds", "millis"};
    private static final int MOST_UNITS = 2;

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter MILLI =
            new DateTimeFormatterBuilder().append(SECOND).appendPattern(".SSS").toFormatter(java.util.Locale.ROOT);

    private final Phrases phrases;
    private final ZoneId zone;

    /** @param zone one that isn't known here is UTC */
    Times(Phrases phrases, String zone) {
        this.phrases = phrases;
        this.zone = zone(zone);
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }

    /** IANA name of the zone. */
    String zoneName() {
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    /** Day and time in the zone, as exact as there is something to tell. */
    String instant(long millis) {
        ZonedDateTime time = Instant.ofEpochMilli(millis).atZone(zone);
        DateTimeFormatter format = millis % 1_000 != 0 ? MILLI : millis % 60_000 != 0 ? SECOND : MINUTE;
        return phrases.name(format.format(time));
    }

    /** A span in its two largest units. */
    String span(long millis) {
        List<String> parts = new ArrayList<>(MOST_UNITS);
        long rest = Math.abs(millis);
        for (int i = 0; i < UNITS.length && parts.size() < MOST_UNITS; i++) {
            long n = rest / UNITS[i];
            rest %= UNITS[i];
            if (n > 0) {
                parts.add(phrases.text(NAMES[i], Map.of("n", n)));
            } else if (!parts.isEmpty()) {
                break;
            }
        }
        String span = parts.isEmpty() ? phrases.text("millis", Map.of("n", 0)) : String.join(" ", parts);
        return millis < 0 ? "-" + span : span;
    }
}
