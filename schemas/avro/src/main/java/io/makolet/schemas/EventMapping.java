package io.makolet.schemas;

import static io.makolet.schemas.PoisonException.invalid;
import static io.makolet.schemas.PoisonException.unsupported;

import io.makolet.avro.Clickstream;
import io.makolet.avro.Consent;
import io.makolet.avro.Engagement;
import io.makolet.avro.EventHeader;
import io.makolet.avro.Money;
import io.makolet.avro.Profile;
import io.makolet.avro.Purchase;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Events from the wire to the domain. The way back is {@link EventRecords}.
 *
 * <p>Every value is checked that has a range: what comes out can be computed with. Times are taken as they are given:
 * clamping is up to the caller.
 */
public final class EventMapping {

    private EventMapping() {}

    /** Header of an event; null if the record is none, such as a heartbeat. */
    public static @Nullable EventHeader headerOf(SpecificRecord value) {
        if (value instanceof Clickstream clickstream) {
            return clickstream.getHeader();
        }
        if (value instanceof Purchase purchase) {
            return purchase.getHeader();
        }
        if (value instanceof Engagement engagement) {
            return engagement.getHeader();
        }
        return value instanceof Profile profile ? profile.getHeader() : null;
    }

    /**
     * The event in a record.
     *
     * @param customerId whom it happened to: the record's key, resolved
     * @param time event time, milliseconds since the epoch, UTC, clamped
     * @throws PoisonException if a value is out of range, or the record is no event
     */
    public static Event toDomain(String customerId, long time, SpecificRecord value) throws PoisonException {
        if (value instanceof Clickstream clickstream) {
            return clickstream(customerId, time, clickstream);
        }
        if (value instanceof Purchase purchase) {
            return PurchaseMapping.toDomain(customerId, time, purchase);
        }
        if (value instanceof Engagement engagement) {
            return engagement(customerId, time, engagement);
        }
        if (value instanceof Profile profile) {
            return profile(customerId, time, profile);
        }
        throw unsupported("record " + value.getSchema().getFullName() + ", expected an event");
    }

    private static Event clickstream(String customerId, long time, Clickstream value) throws PoisonException {
        Money money = value.getValue();
        @Nullable
        Object[] values = {
            value.getUrl(),
            value.getReferrer(),
            value.getProductId(),
            value.getCategory(),
            value.getBrand(),
            value.getQuantity(),
            money == null ? null : (Long) money.getMicros(),
            money == null ? null : currency(money, "value"),
            value.getCartId(),
            value.getQuery(),
            value.getPlacement(),
            value.getOfferId(),
            value.getDecisionId(),
            value.getCampaign(),
            value.getChannel(),
            value.getDevice(),
            value.getLanguage(),
            value.getCountry()
        };
        EventHeader header = value.getHeader();
        return new Event(
                id(header),
                customerId,
                type(value.getType()),
                time,
                EventSchema.CLICKSTREAM,
                values,
                value.getProperties(),
                List.of(),
                List.of(),
                consent(header));
    }

    private static Event engagement(String customerId, long time, Engagement value) throws PoisonException {
        @Nullable
        Object[] values = {
            value.getChannel(),
            value.getCampaign(),
            value.getMessageId(),
            value.getTopic(),
            value.getOfferId(),
            value.getDecisionId(),
            value.getLink(),
            value.getDevice(),
            value.getMachine(),
            value.getReason()
        };
        EventHeader header = value.getHeader();
        return new Event(
                id(header),
                customerId,
                type(value.getType()),
                time,
                EventSchema.ENGAGEMENT,
                values,
                value.getProperties(),
                List.of(),
                List.of(),
                consent(header));
    }

    private static Event profile(String customerId, long time, Profile value) throws PoisonException {
        EventHeader header = value.getHeader();
        return new Event(
                id(header),
                customerId,
                type(value.getType()),
                time,
                EventSchema.PROFILES,
                new @Nullable Object[0],
                Map.of(),
                List.of(),
                ProfileMapping.toDomain(value.getFields()),
                consent(header));
    }

    static String id(EventHeader header) throws PoisonException {
        String id = header.getEventId();
        if (id.isEmpty()) {
            throw invalid("event_id '', expected an id that is unique");
        }
        return id;
    }

    static String type(String type) throws PoisonException {
        if (type.isEmpty()) {
            throw invalid("type '', expected what happened, such as purchase");
        }
        return type;
    }

    static Map<String, Boolean> consent(EventHeader header) throws PoisonException {
        List<Consent> changes = header.getConsent();
        if (changes.isEmpty()) {
            return Map.of();
        }
        Map<String, Boolean> consent = new HashMap<>();
        for (Consent change : changes) {
            if (change.getPurpose().isEmpty()) {
                throw invalid("consent for the purpose '', expected a purpose, such as marketing");
            }
            consent.put(change.getPurpose(), change.getGranted());
        }
        return consent;
    }

    static String currency(Money money, String field) throws PoisonException {
        String currency = money.getCurrency();
        if (currency.length() != 3 || !isUpper(currency, 0) || !isUpper(currency, 1) || !isUpper(currency, 2)) {
            throw invalid(field + " in currency '" + currency + "', expected an ISO 4217 code, such as GBP");
        }
        return currency;
    }

    private static boolean isUpper(String text, int index) {
        return text.charAt(index) >= 'A' && text.charAt(index) <= 'Z';
    }
}
