package io.makolet.schemas;

import io.makolet.avro.Clickstream;
import io.makolet.avro.Consent;
import io.makolet.avro.Engagement;
import io.makolet.avro.EventHeader;
import io.makolet.avro.Money;
import io.makolet.avro.Profile;
import io.makolet.avro.Purchase;
import io.makolet.avro.PurchaseLine;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Events from the domain to the wire. What the domain doesn't know of an event is left at its default: tenant, session,
 * further identities, envelope, and of lines their margin, discount and offer.
 */
public final class EventRecords {

    private EventRecords() {}

    /**
     * The record of an event, for the topic of its schema.
     *
     * @param source system that reports it
     * @throws IllegalArgumentException if the record can't hold a value: money without a currency, brands or sizes that are not
     *     one per line
     */
    public static SpecificRecord toAvro(Event event, String source) {
        if (event.schema() == EventSchema.CLICKSTREAM) {
            return clickstream(event, source);
        }
        if (event.schema() == EventSchema.PURCHASES) {
            return purchase(event, source);
        }
        return event.schema() == EventSchema.ENGAGEMENT ? engagement(event, source) : profile(event, source);
    }

    private static Clickstream clickstream(Event event, String source) {
        return Clickstream.newBuilder()
                .setHeader(header(event, source))
                .setType(event.type())
                .setUrl(text(event, "url"))
                .setReferrer(text(event, "referrer"))
                .setProductId(text(event, "product_id"))
                .setCategory(text(event, "category"))
                .setBrand(text(event, "brand"))
                .setQuantity(number(event, "quantity"))
                .setValue(money(event, "value"))
                .setCartId(text(event, "cart_id"))
                .setQuery(text(event, "query"))
                .setPlacement(text(event, "placement"))
                .setOfferId(text(event, "offer_id"))
                .setDecisionId(text(event, "decision_id"))
                .setCampaign(text(event, "campaign"))
                .setChannel(text(event, "channel"))
                .setDevice(text(event, "device"))
                .setLanguage(text(event, "language"))
                .setCountry(text(event, "country"))
                .setProperties(event.properties())
                .build();
    }

    private static Engagement engagement(Event event, String source) {
        return Engagement.newBuilder()
                .setHeader(header(event, source))
                .setType(event.type())
                .setChannel(text(event, "channel"))
                .setCampaign(text(event, "campaign"))
                .setMessageId(text(event, "message_id"))
                .setTopic(text(event, "topic"))
                .setOfferId(text(event, "offer_id"))
                .setDecisionId(text(event, "decision_id"))
                .setLink(text(event, "link"))
                .setDevice(text(event, "device"))
                .setMachine(Boolean.TRUE.equals(event.value("machine")))
                .setReason(text(event, "reason"))
                .setProperties(event.properties())
                .build();
    }

    private static Profile profile(Event event, String source) {
        return Profile.newBuilder()
                .setHeader(header(event, source))
                .setType(event.type())
                .setFields(event.profileChanges().stream()
                        .map(ProfileMapping::toAvro)
                        .toList())
                .build();
    }

    private static Purchase purchase(Event event, String source) {
        return Purchase.newBuilder()
                .setHeader(header(event, source))
                .setType(event.type())
                .setOrderId(required(event, "order_id", text(event, "order_id")))
                .setAmount(required(event, "amount", money(event, "amount")))
                .setMargin(money(event, "margin"))
                .setDiscount(money(event, "discount"))
                .setUnits(number(event, "units"))
                .setLineCount(number(event, "line_count"))
                .setLines(lines(event))
                .setCoupons(Objects.requireNonNullElse(texts(event, "coupons"), List.of()))
                .setCartId(text(event, "cart_id"))
                .setChannel(text(event, "channel"))
                .setBranch(text(event, "branch"))
                .setPayment(text(event, "payment"))
                .setCountry(text(event, "country"))
                .setProperties(event.properties())
                .build();
    }

    private static List<PurchaseLine> lines(Event event) {
        List<String> brands = ofLines(event, "brands");
        List<String> sizes = ofLines(event, "sizes");
        return java.util.stream.IntStream.range(0, event.lines().size())
                .mapToObj(i -> line(
                        event,
                        event.lines().get(i),
                        brands == null ? null : brands.get(i),
                        sizes == null ? null : sizes.get(i)))
                .toList();
    }

    /** Texts of a field, one of each line; null where there are none. */
    private static @Nullable List<String> ofLines(Event event, String field) {
        List<String> texts = texts(event, field);
        if (texts != null && texts.size() != event.lines().size()) {
            throw new IllegalArgumentException(field + " " + texts + " of event " + event.id() + " with "
                    + event.lines().size() + " lines, expected one per line");
        }
        return texts;
    }

    private static PurchaseLine line(Event event, Event.Line line, @Nullable String brand, @Nullable String size) {
        return PurchaseLine.newBuilder()
                .setProductId(line.productId())
                .setCategory(line.category())
                .setBrand(brand)
                .setSize(size)
                .setQuantity(line.quantity())
                .setAmount(new Money(line.amountMicros(), currency(event)))
                .build();
    }

    private static EventHeader header(Event event, String source) {
        return EventHeader.newBuilder()
                .setEventTime(Instant.ofEpochMilli(event.time()))
                .setEventId(event.id())
                .setSource(source)
                .setConsent(event.consent().entrySet().stream()
                        .map(e -> new Consent(e.getKey(), e.getValue()))
                        .toList())
                .build();
    }

    private static @Nullable String text(Event event, String field) {
        return (String) event.value(field);
    }

    private static @Nullable Long number(Event event, String field) {
        return (Long) event.value(field);
    }

    private static @Nullable List<String> texts(Event event, String field) {
        return event.value(field) instanceof List<?> list
                ? list.stream().map(String.class::cast).toList()
                : null;
    }

    private static @Nullable Money money(Event event, String field) {
        Long micros = number(event, field);
        return micros == null ? null : new Money(micros, currency(event));
    }

    private static String currency(Event event) {
        return required(event, "currency", text(event, "currency"));
    }

    private static <T> T required(Event event, String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(
                    "event " + event.id() + " of " + event.schema() + " without " + field + ", expected one");
        }
        return value;
    }
}
