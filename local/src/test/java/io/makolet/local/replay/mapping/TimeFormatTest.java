package io.makolet.local.replay.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeFormatTest {

    @ParameterizedTest
    @CsvSource({
        "iso, UTC, 2011-06-30T12:00:00Z, 2011-06-30T12:00:00Z",
        "iso, UTC, 2011-06-30T12:00:00, 2011-06-30T12:00:00Z",
        "iso, UTC, 2011-06-30 12:00, 2011-06-30T12:00:00Z",
        "iso, UTC, 2011-06-30T12:00:00.123456+03:00, 2011-06-30T09:00:00.123Z",
        "iso, Asia/Jerusalem, 2011-06-30, 2011-06-29T21:00:00Z",
        "yyyy-MM-dd HH:mm:ss, UTC, 2010-12-01 08:26:00, 2010-12-01T08:26:00Z",
        "yyyy-MM-dd HH:mm:ss, Europe/London, 2011-06-30 12:00:00, 2011-06-30T11:00:00Z",
        "uuuuMMdd, UTC, 19970101, 1997-01-01T00:00:00Z",
        "d MMM yyyy HH:mm, UTC, 3 jun 2011 07:05, 2011-06-03T07:05:00Z",
        "epoch_millis, UTC, 1309435200123, 2011-06-30T12:00:00.123Z",
        "epoch_seconds, Asia/Tokyo, 1309435200, 2011-06-30T12:00:00Z",
        // An hour that comes twice: the first.
        "iso, Europe/London, 2011-10-30T01:30:00, 2011-10-30T00:30:00Z",
    })
    void readsTimes(String format, String zone, String text, String expected) {
        assertThat(Instant.ofEpochMilli(TimeFormat.of(format, ZoneId.of(zone)).parse(text)))
                .isEqualTo(Instant.parse(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "iso, UTC, yesterday",
        "iso, UTC, 2011-02-30T00:00:00Z",
        "iso, UTC, 2011-06-30T24:01:00Z",
        "yyyy-MM-dd HH:mm:ss, UTC, 2011-02-29 08:00:00",
        "yyyy-MM-dd HH:mm:ss, UTC, 2011-02-28 08:00",
        // An hour that clocks jump over.
        "iso, Europe/London, 2011-03-27T01:30:00",
        "epoch_millis, UTC, 12.5",
        "epoch_seconds, UTC, 9223372036854775807",
    })
    void refusesWhatIsNoTime(String format, String zone, String text) {
        TimeFormat time = TimeFormat.of(format, ZoneId.of(zone));

        assertThatThrownBy(() -> time.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"iso, 2011-06-30T23:00:00-05:00, 2011-06-30", "dd/MM/yyyy, 29/02/2012, 2012-02-29"})
    void readsDaysWithoutMovingThemToAnotherZone(String format, String text, String day) {
        assertThat(TimeFormat.of(format, ZoneId.of("UTC")).parseDay(text)).isEqualTo(LocalDate.parse(day));
    }
}
