package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Truth;
import io.makolet.schemas.PoisonException.Reason;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewMappingTest {

    private final BuiltInRegistry registry = new BuiltInRegistry();
    private final ViewWriter writer = new ViewWriter(registry);

    @Test
    void comesBackTheSameOverTheWire() throws PoisonException {
        for (CustomerView view : List.of(rich(Map.of("a", 1.5, "b", -0.0)), empty())) {
            assertThat(ViewMapping.toDomain(record(view))).isEqualTo(view);
        }
    }

    @Test
    void isWrittenAsAvroWritesIt() throws PoisonException {
        RecordWriter<io.makolet.avro.CustomerView> avros =
                RecordWriter.of(registry, Topic.CUSTOMER_VIEWS, io.makolet.avro.CustomerView.class);

        for (CustomerView view : List.of(rich(Map.of("a", 1.5, "b", -0.0)), empty(), rich(Map.of("c", Double.NaN)))) {
            assertThat(writer.write(view)).isEqualTo(avros.write(record(view)));
        }
    }

    @Test
    void givesEqualBytesForEqualViews() {
        Map<String, Double> oneWay = new LinkedHashMap<>();
        Map<String, Double> other = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            oneWay.put("trait" + i, (double) i);
            other.put("trait" + (99 - i), (double) (99 - i));
        }

        assertThat(writer.write(rich(oneWay))).isEqualTo(writer.write(rich(other)));
    }

    @Test
    void refusesATruthThatIsNone() throws PoisonException {
        io.makolet.avro.CustomerView view = record(rich(Map.of()));
        view.getMemberships().get(0).setValue(7);

        PoisonException poison = catchThrowableOfType(PoisonException.class, () -> ViewMapping.toDomain(view));

        assertThat(poison.reason()).isEqualTo(Reason.INVALID_VALUE);
        assertThat(poison).hasMessage("membership of segment 3: truth value 7, expected 0, 1 or 2");
    }

    private io.makolet.avro.CustomerView record(CustomerView view) throws PoisonException {
        return (io.makolet.avro.CustomerView) new RecordReader(registry).read(writer.write(view));
    }

    private static CustomerView rich(Map<String, Double> traits) {
        return new CustomerView(
                "17850",
                new CustomerView.Version(2, 40, 7, 3),
                1_300_000_000_000L,
                "e9",
                1_299_999_999_999L,
                List.of(
                        new Membership(
                                3,
                                2,
                                Truth.TRUE,
                                1_299_000_000_000L,
                                List.of(
                                        new Membership.Flip(1_301_000_000_000L, Truth.FALSE),
                                        new Membership.Flip(1_302_000_000_000L, Truth.UNKNOWN)),
                                1_303_000_000_000L,
                                null),
                        new Membership(4, 1, Truth.UNKNOWN, 0, List.of(), Long.MAX_VALUE, "no consent for marketing")),
                List.of(new CustomerView.OfferScore(1, 2.5f), new CustomerView.OfferScore(0, -1)),
                Map.of(
                        "country",
                        new ProfileValue.Choice("IL"),
                        "birthday",
                        new ProfileValue.Date(LocalDate.of(1980, 2, 29))),
                Map.of("marketing", true, "analytics", false),
                traits);
    }

    private static CustomerView empty() {
        return new CustomerView(
                "new",
                new CustomerView.Version(0, 0, 0, 0),
                Long.MIN_VALUE,
                null,
                Long.MIN_VALUE,
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of());
    }
}
