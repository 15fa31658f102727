package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import io.makolet.avro.Clickstream;
import io.makolet.avro.Consent;
import io.makolet.avro.Engagement;
import io.makolet.avro.Heartbeat;
import io.makolet.avro.Money;
import io.makolet.avro.Profile;
import io.makolet.avro.ProfileField;
import io.makolet.avro.ProfileFieldType;
import io.makolet.avro.Purchase;
import io.makolet.avro.PurchaseLine;
import io.makolet.avro.Rating;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.event.FieldType;
import io.makolet.schemas.PoisonException.Reason;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventMappingTest {

    private static final long SEED = 17;
    private static final long TIME = 1_300_000_000_000L;

    private final RandomRecords records = new RandomRecords(SEED);

    @Test
    void findsEveryFieldUnderItsName() throws PoisonException {
        for (int i = 0; i < 2_000; i++) {
            SpecificRecord event = records.event();
            Event mapped = EventMapping.toDomain("c1", TIME, event);

            Map<String, @Nullable Object> expected = expectedValues(event);
            for (EventSchema.Field field : mapped.schema().fields()) {
                assertThat(mapped.value(field.name()))
                        .as("seed %d, record %d, field %s of %s", SEED, i, field, mapped.schema())
                        .isEqualTo(expected.get(field.name()));
            }
        }
    }

    @Test
    void givesEveryFieldTheTypeItsSchemaNames() throws PoisonException {
        Map<FieldType, Class<?>> classes = Map.of(
                FieldType.BOOL, Boolean.class,
                FieldType.LONG, Long.class,
                FieldType.MONEY, Long.class,
                FieldType.TEXT, String.class,
                FieldType.TEXTS, List.class);
        for (int i = 0; i < 500; i++) {
            Event event = EventMapping.toDomain("c1", TIME, records.event());
            for (int f = 0; f < event.schema().fields().size(); f++) {
                EventSchema.Field field = event.schema().fields().get(f);
                Object value = event.value(f);
                if (value != null) {
                    assertThat(value).as("%s", field).isInstanceOf(classes.get(field.type()));
                }
            }
        }
    }

    @Test
    void takesIdTypeTimeCustomerAndConsent() throws PoisonException {
        Clickstream click = records.clickstream();
        click.getHeader().setConsent(List.of(new Consent("marketing", true), new Consent("marketing", false)));

        Event event = EventMapping.toDomain("c1", TIME, click);

        assertThat(event.customerId()).isEqualTo("c1");
        assertThat(event.id()).isEqualTo(click.getHeader().getEventId());
        assertThat(event.type()).isEqualTo(click.getType());
        assertThat(event.time()).isEqualTo(TIME);
        assertThat(event.properties()).isEqualTo(click.getProperties());
        assertThat(event.consent()).as("the last word counts").isEqualTo(Map.of("marketing", false));
    }

    @Test
    void leavesUnknownWhatNoLineSays() throws PoisonException {
        Purchase purchase = records.purchase();
        String currency = purchase.getAmount().getCurrency();
        purchase.setLines(List.of());
        assertThat(EventMapping.toDomain("c1", TIME, purchase).value("product_ids"))
                .isNull();

        purchase.setLines(List.of(line("85123A", null, currency), line("71053", "lamps", currency)));
        Event event = EventMapping.toDomain("c1", TIME, purchase);

        assertThat(event.value("product_ids")).isEqualTo(List.of("85123A", "71053"));
        assertThat(event.value("categories")).isEqualTo(List.of("lamps"));
        assertThat(event.value("brands")).isNull();
        assertThat(event.lines())
                .containsExactly(
                        new Event.Line("85123A", null, 6, 15_300_000), new Event.Line("71053", "lamps", 6, 15_300_000));
    }

    @Test
    void comesBackTheSameFromTheWire() throws PoisonException {
        for (int i = 0; i < 300; i++) {
            SpecificRecord value = records.event();
            if (value instanceof Purchase purchase) {
                purchase.getLines().forEach(line -> line.setBrand("acme"));
                purchase.getLines().forEach(line -> line.setSize("M"));
            }
            Event event = EventMapping.toDomain("c1", TIME, value);

            Event back = EventMapping.toDomain("c1", TIME, EventRecords.toAvro(event, "test"));

            assertThat(back)
                    .as("seed %d, record %d", SEED, i)
                    .usingRecursiveComparison()
                    .ignoringCollectionOrderInFields("consent")
                    .isEqualTo(event);
        }
    }

    @Test
    void refusesToWriteWhatTheRecordCannotHold() {
        Event moneyless = new Event(
                "e1",
                "c1",
                "purchase",
                TIME,
                EventSchema.PURCHASES,
                values("order_id", "o1", "amount", 5L),
                Map.of(),
                List.of(),
                List.of(),
                Map.of());
        assertThatThrownBy(() -> EventRecords.toAvro(moneyless, "test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("event e1 of purchases without currency, expected one");

        Event brands = new Event(
                "e2",
                "c1",
                "purchase",
                TIME,
                EventSchema.PURCHASES,
                values("order_id", "o1", "amount", 5L, "currency", "GBP", "brands", List.of("a", "b")),
                Map.of(),
                List.of(),
                List.of(),
                Map.of());
        assertThatThrownBy(() -> EventRecords.toAvro(brands, "test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("brands [a, b] of event e2 with 0 lines, expected one per line");
    }

    @Test
    void namesWhatIsOutOfRange() {
        Profile rating = records.profile();
        rating.setFields(List.of(ProfileField.newBuilder()
                .setName("taste")
                .setType(ProfileFieldType.RATING)
                .setRating(new Rating(7, 5))
                .build()));
        assertThat(refused(rating)).hasMessage("profile field 'taste': rating 7 of 5, expected 1 to its maximum");

        Clickstream nameless = records.clickstream();
        nameless.getHeader().setEventId("");
        assertThat(refused(nameless)).hasMessage("event_id '', expected an id that is unique");

        Engagement typeless = records.engagement();
        typeless.setType("");
        assertThat(refused(typeless)).hasMessage("type '', expected what happened, such as purchase");

        Clickstream dollars = records.clickstream();
        dollars.setValue(new Money(1L, "us$"));
        assertThat(refused(dollars)).hasMessage("value in currency 'us$', expected an ISO 4217 code, such as GBP");

        Purchase mixed = records.purchase();
        mixed.setAmount(new Money(1L, "GBP"));
        mixed.setMargin(new Money(1L, "EUR"));
        assertThat(refused(mixed)).hasMessage("margin in currency 'EUR', expected GBP as the amount of the order");

        Purchase mixedLines = records.purchase();
        mixedLines.setAmount(new Money(1L, "GBP"));
        mixedLines.setMargin(null);
        mixedLines.setDiscount(null);
        mixedLines.setLines(List.of(line("a", null, "GBP"), line("b", null, "EUR")));
        assertThat(refused(mixedLines))
                .hasMessage("amount of line 2 in currency 'EUR', expected GBP as the amount of the order");

        Clickstream purposeless = records.clickstream();
        purposeless.getHeader().setConsent(List.of(new Consent("", true)));
        assertThat(refused(purposeless)).hasMessageStartingWith("consent for the purpose ''");
    }

    @Test
    void refusesARecordThatIsNoEvent() {
        PoisonException poison = catchThrowableOfType(
                PoisonException.class,
                () -> EventMapping.toDomain("c1", TIME, new Heartbeat(Instant.EPOCH, "replay", false)));

        assertThat(poison.reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(poison).hasMessage("record io.makolet.avro.Heartbeat, expected an event");
        assertThat(EventMapping.headerOf(new Heartbeat(Instant.EPOCH, "replay", false)))
                .isNull();
    }

    @Test
    void mapsWhateverCanBeDecodedOrSaysPoison() throws PoisonException {
        BuiltInRegistry registry = new BuiltInRegistry();
        Writers writers = new Writers(registry);
        RecordReader reader = new RecordReader(registry);
        Random random = new Random(SEED);
        int mapped = 0;
        int refused = 0;
        for (int i = 0; i < 4_000; i++) {
            byte[] value = writers.write(records.event());
            value[WireFormat.PAYLOAD + random.nextInt(value.length - WireFormat.PAYLOAD)] = (byte) random.nextInt();
            SpecificRecord decoded = decoded(reader, value);
            if (decoded == null) {
                continue;
            }
            try {
                assertThat(EventMapping.toDomain("c1", TIME, decoded).id()).isNotEmpty();
                mapped++;
            } catch (PoisonException e) {
                assertThat(e.reason()).as("seed %d, record %d", SEED, i).isIn(Reason.INVALID_VALUE, Reason.UNSUPPORTED);
                refused++;
            }
        }
        assertThat(mapped).isGreaterThan(1_000);
        assertThat(refused).isGreaterThan(5);
    }

    @Test
    void allocatesOnlyTheEventAndItsValues() throws PoisonException {
        Clickstream click = new RandomRecords(1).clickstream();
        click.getHeader().setConsent(List.of());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            sum += EventMapping.toDomain("c1", i, click).time();
        }
        long perEvent = (threads.getCurrentThreadAllocatedBytes() - before) / 100_000;

        // Event 56, array 88, boxed money 24; a map or list more would show.
        assertThat(perEvent).as("bytes per event, sum %d", sum).isLessThanOrEqualTo(176);
    }

    private static @Nullable SpecificRecord decoded(RecordReader reader, byte[] value) {
        try {
            return reader.read(value);
        } catch (PoisonException e) {
            return null;
        }
    }

    private static PoisonException refused(SpecificRecord value) {
        PoisonException poison =
                catchThrowableOfType(PoisonException.class, () -> EventMapping.toDomain("c1", TIME, value));
        assertThat(poison.reason()).isEqualTo(Reason.INVALID_VALUE);
        return poison;
    }

    private static PurchaseLine line(String product, @Nullable String category, String currency) {
        return PurchaseLine.newBuilder()
                .setProductId(product)
                .setCategory(category)
                .setQuantity(6L)
                .setAmount(new Money(15_300_000L, currency))
                .build();
    }

    /** The record's own fields by name, and those that stand elsewhere. */
    private static Map<String, @Nullable Object> expectedValues(SpecificRecord event) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (Schema.Field field : event.getSchema().getFields()) {
            Object value = event.get(field.pos());
            values.put(field.name(), value instanceof Money money ? (Long) money.getMicros() : value);
        }
        if (event instanceof Clickstream click && click.getValue() != null) {
            values.put("currency", click.getValue().getCurrency());
        }
        if (event instanceof Purchase purchase) {
            List<PurchaseLine> lines = purchase.getLines();
            values.put("currency", purchase.getAmount().getCurrency());
            values.put("coupons", nullIfEmpty(purchase.getCoupons()));
            values.put(
                    "product_ids",
                    nullIfEmpty(lines.stream().map(PurchaseLine::getProductId).toList()));
            values.put(
                    "categories",
                    nullIfEmpty(lines.stream()
                            .flatMap(l -> java.util.stream.Stream.ofNullable(l.getCategory()))
                            .toList()));
            values.put(
                    "brands",
                    nullIfEmpty(lines.stream()
                            .flatMap(l -> java.util.stream.Stream.ofNullable(l.getBrand()))
                            .toList()));
            values.put(
                    "sizes",
                    nullIfEmpty(lines.stream()
                            .flatMap(l -> java.util.stream.Stream.ofNullable(l.getSize()))
                            .toList()));
        }
        return values;
    }

    private static @Nullable List<String> nullIfEmpty(List<String> texts) {
        return texts.isEmpty() ? null : texts;
    }

    private static @Nullable Object[] values(Object... namesAndValues) {
        @Nullable
        Object[] values = new @Nullable Object[EventSchema.PURCHASES.fields().size()];
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values[EventSchema.PURCHASES.indexOf((String) namesAndValues[i])] = namesAndValues[i + 1];
        }
        return values;
    }
}
