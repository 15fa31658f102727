package io.makolet.schemas;

import io.makolet.avro.Clickstream;
import io.makolet.avro.Consent;
import io.makolet.avro.EncryptionEnvelope;
import io.makolet.avro.Engagement;
import io.makolet.avro.EventHeader;
import io.makolet.avro.Identity;
import io.makolet.avro.Money;
import io.makolet.avro.Place;
import io.makolet.avro.Profile;
import io.makolet.avro.ProfileField;
import io.makolet.avro.ProfileFieldType;
import io.makolet.avro.Purchase;
import io.makolet.avro.PurchaseLine;
import io.makolet.avro.Rating;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Valid records of the event topics with whatever may stand in them, by a seed. */
final class RandomRecords {

    private static final List<String> TEXTS =
            List.of("", "web", "page_view", "אבטיח", "بطيخ", "🍓", "a/b?c=d&e", "x".repeat(300), "GBP", "\u0000");

    private final Random random;
    private final int mostProperties;

    RandomRecords(long seed) {
        this(seed, 4);
    }

    /** Maps of more than one entry have no order of their own, so their bytes are not determined. */
    RandomRecords(long seed, int mostProperties) {
        this.random = new Random(seed);
        this.mostProperties = mostProperties;
    }

    SpecificRecord event() {
        return switch (random.nextInt(4)) {
            case 0 -> clickstream();
            case 1 -> engagement();
            case 2 -> purchase();
            default -> profile();
        };
    }

    Clickstream clickstream() {
        return Clickstream.newBuilder()
                .setHeader(header())
                .setType(name())
                .setUrl(maybe(this::text))
                .setReferrer(maybe(this::text))
                .setProductId(maybe(this::text))
                .setCategory(maybe(this::text))
                .setBrand(maybe(this::text))
                .setQuantity(maybe(random::nextLong))
                .setValue(maybe(() -> money("GBP")))
                .setCartId(maybe(this::text))
                .setQuery(maybe(this::text))
                .setPlacement(maybe(this::text))
                .setOfferId(maybe(this::text))
                .setDecisionId(maybe(this::text))
                .setCampaign(maybe(this::text))
                .setChannel(maybe(this::text))
                .setDevice(maybe(this::text))
                .setLanguage(maybe(this::text))
                .setCountry(maybe(this::text))
                .setProperties(properties())
                .build();
    }

    Engagement engagement() {
        return Engagement.newBuilder()
                .setHeader(header())
                .setType(name())
                .setChannel(maybe(this::text))
                .setCampaign(maybe(this::text))
                .setMessageId(maybe(this::text))
                .setTopic(maybe(this::text))
                .setOfferId(maybe(this::text))
                .setDecisionId(maybe(this::text))
                .setLink(maybe(this::text))
                .setDevice(maybe(this::text))
                .setMachine(random.nextBoolean())
                .setReason(maybe(this::text))
                .setProperties(properties())
                .build();
    }

    Purchase purchase() {
        String currency = random.nextBoolean() ? "GBP" : "ILS";
        return Purchase.newBuilder()
                .setHeader(header())
                .setType(name())
                .setOrderId(text())
                .setAmount(money(currency))
                .setMargin(maybe(() -> money(currency)))
                .setDiscount(maybe(() -> money(currency)))
                .setUnits(maybe(random::nextLong))
                .setLineCount(maybe(random::nextLong))
                .setLines(list(() -> line(currency)))
                .setCoupons(list(this::text))
                .setCartId(maybe(this::text))
                .setChannel(maybe(this::text))
                .setBranch(maybe(this::text))
                .setPayment(maybe(this::text))
                .setCountry(maybe(this::text))
                .setProperties(properties())
                .build();
    }

    Profile profile() {
        return Profile.newBuilder()
                .setHeader(header())
                .setType(name())
                .setFields(list(this::field))
                .build();
    }

    EventHeader header() {
        return EventHeader.newBuilder()
                .setEventTime(Instant.ofEpochMilli(random.nextLong(-5_000_000_000_000L, 5_000_000_000_000L)))
                .setEventId(name())
                .setSource(text())
                .setTenant(text())
                .setSessionId(maybe(this::text))
                .setIdentities(list(() -> new Identity(text(), text())))
                .setConsent(list(() -> new Consent(name(), random.nextBoolean())))
                .setEnvelope(maybe(() -> new EncryptionEnvelope(text(), text(), bytes(), bytes(), list(this::text))))
                .build();
    }

    private PurchaseLine line(String currency) {
        return PurchaseLine.newBuilder()
                .setProductId(text())
                .setCategory(maybe(this::text))
                .setBrand(maybe(this::text))
                .setSize(maybe(this::text))
                .setQuantity(random.nextLong())
                .setAmount(money(currency))
                .setMargin(maybe(() -> money(currency)))
                .setDiscount(maybe(() -> money(currency)))
                .setOfferId(maybe(this::text))
                .setProperties(properties())
                .build();
    }

    private ProfileField field() {
        ProfileField.Builder field = ProfileField.newBuilder().setName(name()).setOrigin(maybe(this::text));
        switch (random.nextInt(9)) {
            case 0 -> field.setType(ProfileFieldType.BOOL).setBoolValue(random.nextBoolean());
            case 1 -> field.setType(ProfileFieldType.CHOICE).setTextValue(text());
            case 2 -> field.setType(ProfileFieldType.MULTI_CHOICE).setChoices(list(this::text));
            case 3 -> field.setType(ProfileFieldType.TEXT).setTextValue(text());
            case 4 -> field.setType(ProfileFieldType.NUMBER).setNumberValue(random.nextGaussian() * 1e9);
            case 5 ->
                field.setType(ProfileFieldType.DATE)
                        .setDateValue(LocalDate.ofEpochDay(random.nextInt(-40_000, 40_000)));
            case 6 -> field.setType(ProfileFieldType.RATING).setRating(new Rating(1 + random.nextInt(5), 5));
            case 7 ->
                field.setType(ProfileFieldType.PLACE)
                        .setPlace(
                                new Place(random.nextDouble(-90, 90), random.nextDouble(-180, 180), maybe(this::text)));
            default -> field.setType(ProfileFieldType.TEXT);
        }
        return field.build();
    }

    private Money money(String currency) {
        return new Money(random.nextLong(), currency);
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        for (int i = random.nextInt(mostProperties + 1); i > 0; i--) {
            properties.put(name(), text());
        }
        return properties;
    }

    private ByteBuffer bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private String name() {
        return "n" + random.nextInt(1_000_000);
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <T> List<T> list(Supplier<T> item) {
        List<T> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(item.get());
        }
        return items;
    }
}
