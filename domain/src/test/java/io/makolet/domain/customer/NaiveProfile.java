package io.makolet.domain.customer;

import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Truth;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What conditions over the profile and time say, computed in the most obvious way. */
final class NaiveProfile {

    private final String customerId;
    private final Map<String, ProfileValue> profile;
    private final ZoneId zone;

    NaiveProfile(String customerId, Map<String, ProfileValue> profile) {
        this.customerId = customerId;
        this.profile = profile;
        this.zone = zone(profile);
    }

    /** The truth at an instant; nothing for conditions of other kinds. */
    Optional<Truth> at(Condition condition, long time) {
        if (condition instanceof Condition.Cel cel) {
            return Optional.of(NaiveEvents.truth(cel.expression(), profile));
        }
        if (condition instanceof Condition.Anniversary anniversary) {
            return Optional.of(anniversary(anniversary, time));
        }
        if (condition instanceof Condition.Season season) {
            return Optional.of(season(season, time));
        }
        if (condition instanceof Condition.Sample sample) {
            return Optional.of(sample(sample));
        }
        if (condition instanceof Condition.Listed listed) {
            return Optional.of(Truth.of(listed.ids().contains(customerId)));
        }
        if (condition instanceof Condition.Near near) {
            return Optional.of(place(near.place())
                    .map(place -> Truth.of(metres(place, near.center()) <= near.metres()))
                    .orElse(Truth.UNKNOWN));
        }
        if (condition instanceof Condition.Nearest nearest) {
            return Optional.of(place(nearest.place())
                    .map(place -> Truth.of(nearest(place, nearest)))
                    .orElse(Truth.UNKNOWN));
        }
        return Optional.empty();
    }

    private Optional<ProfileValue.Place> place(String field) {
        return profile.get(field) instanceof ProfileValue.Place place ? Optional.of(place) : Optional.empty();
    }

    private static boolean nearest(ProfileValue.Place place, Condition.Nearest nearest) {
        Condition.Site site = nearest.sites().stream()
                .min(Comparator.comparingDouble(s -> metres(place, s)))
                .orElseThrow();
        return nearest.in().contains(site.id()) && metres(place, site) <= nearest.metres();
    }

    /** By the spherical law of cosines, which is good enough where nothing is close. */
    private static double metres(ProfileValue.Place place, Condition.Site site) {
        double here = Math.toRadians(place.latitude());
        double there = Math.toRadians(site.latitude());
        double cosine = Math.sin(here) * Math.sin(there)
                + Math.cos(here) * Math.cos(there) * Math.cos(Math.toRadians(place.longitude() - site.longitude()));
        return 6_371_008.8 * Math.acos(Math.max(-1, Math.min(1, cosine)));
    }

    private Truth season(Condition.Season season, long time) {
        if (!isBetween(LocalDate.ofEpochDay(season.knownFrom()), LocalDate.ofEpochDay(season.knownUntil()), time)) {
            return Truth.UNKNOWN;
        }
        for (int i = 0; i < season.edges().size(); i += 2) {
            LocalDate first = LocalDate.ofEpochDay(season.edges().get(i));
            if (isBetween(first, LocalDate.ofEpochDay(season.edges().get(i + 1)), time)) {
                return Truth.TRUE;
            }
        }
        return Truth.FALSE;
    }

    private Truth anniversary(Condition.Anniversary anniversary, long time) {
        if (!(profile.get(anniversary.of()) instanceof ProfileValue.Date date)) {
            return Truth.UNKNOWN;
        }
        for (int years = 1; years < 100; years++) {
            LocalDate day = date.value().plusYears(years);
            if (isBetween(day.plusDays(anniversary.from()), day.plusDays(anniversary.to()), time)) {
                return Truth.TRUE;
            }
        }
        return Truth.FALSE;
    }

    private Truth sample(Condition.Sample sample) {
        try {
            byte[] text = (sample.salt() + "\0" + customerId).getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
            BigInteger number = new BigInteger(1, Arrays.copyOf(digest, 8));
            return Truth.of(number.mod(BigInteger.valueOf(10_000)).intValue() < sample.hundredths());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isBetween(LocalDate first, LocalDate end, long time) {
        return time >= start(first) && time < start(end);
    }

    private long start(LocalDate day) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    /** Adds all instants in {@code (from, through]} at which time alone may change a condition. */
    void instants(Condition condition, long from, long through, Set<Long> instants) {
        boolean byDay = condition instanceof Condition.Anniversary || condition instanceof Condition.Season;
        if (!byDay || from == Long.MIN_VALUE) {
            return;
        }
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(from), zone);
        for (; start(day) <= through; day = day.plusDays(1)) {
            if (start(day) > from) {
                instants.add(start(day));
            }
        }
    }

    private static ZoneId zone(Map<String, ProfileValue> profile) {
        try {
            return profile.get("time_zone") instanceof ProfileValue.Text text
                    ? ZoneId.of(text.value())
                    : ZoneOffset.UTC;
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }
}
