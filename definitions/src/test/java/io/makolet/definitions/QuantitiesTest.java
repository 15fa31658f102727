package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "2, 2000000",
        "-2, -2000000",
        "0.000001, 1",
        "1000.50, 1000500000",
        "0.1000000, 100000",
        "007, 7000000",
        "9223372036854.775807, 9223372036854775807",
        "-9223372036854.775808, -9223372036854775808"
    })
    void readsDecimalsExactly(String text, long micros) throws Exception {
        assertThat(Quantities.micros(text)).isEqualTo(micros);
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, 500",
        "1s, 1000",
        "30m, 1800000",
        "24h, 86400000",
        "90d, 7776000000",
        "2w, 1209600000",
        "90 d, 7776000000",
        "36500d, 3153600000000"
    })
    void readsSpans(String text, long millis) throws Exception {
        assertThat(Quantities.millis(text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-01, 2026-12-01T00:00:00Z",
        "2026-12-01T09:30, 2026-12-01T09:30:00Z",
        "2026-12-01T09:30:15.250, 2026-12-01T09:30:15.250Z",
        "2026-12-01T09:30:15Z, 2026-12-01T09:30:15Z",
        "2026-12-01T09:30:15+02:00, 2026-12-01T07:30:15Z",
        "2024-02-29, 2024-02-29T00:00:00Z"
    })
    void readsInstantsAsUtcUnlessTheySayOtherwise(String text, Instant instant) throws Exception {
        assertThat(Quantities.instant(text)).isEqualTo(instant.toEpochMilli());
    }

    @Test
    void readsAmounts() throws Exception {
        assertThat(Quantities.amount("2.50 GBP")).isEqualTo(new Quantities.Amount(2_500_000, "GBP"));
        assertThat(Quantities.amount("-12  ILS")).isEqualTo(new Quantities.Amount(-12_000_000, "ILS"));
    }

    @ParameterizedTest
    @CsvSource({">= 2, GE, 2", ">2, GT, 2", "<=  -1.5, LE, -1.5", "< 30d, LT, 30d", "==1, EQ, 1", " != 0 , NE, 0"})
    void readsComparisons(String text, String op, String operand) throws Exception {
        Quantities.Against against = Quantities.comparison(text, ">= 2");
        assertThat(against.op().name()).isEqualTo(op);
        assertThat(against.operand()).isEqualTo(operand);
        assertThat(text.substring(against.index())).startsWith(operand);
    }
}
