package io.makolet.schemas;

import static io.makolet.schemas.PoisonException.invalid;

import io.makolet.avro.EventHeader;
import io.makolet.avro.Money;
import io.makolet.avro.Purchase;
import io.makolet.avro.PurchaseLine;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Orders from the wire to the domain. One order has one currency. */
final class PurchaseMapping {

    private PurchaseMapping() {}

    static Event toDomain(String customerId, long time, Purchase value) throws PoisonException {
        String currency = EventMapping.currency(value.getAmount(), "amount");
        List<PurchaseLine> lines = value.getLines();
        List<String> coupons = value.getCoupons();
        @Nullable
        Object[] values = {
            value.getOrderId(),
            value.getAmount().getMicros(),
            currency,
            micros(value.getMargin(), "margin", currency),
            micros(value.getDiscount(), "discount", currency),
            value.getUnits(),
            value.getLineCount(),
            texts(lines, PurchaseLine::getProductId),
            texts(lines, PurchaseLine::getCategory),
            texts(lines, PurchaseLine::getBrand),
            coupons.isEmpty() ? null : List.copyOf(coupons),
            value.getCartId(),
            value.getChannel(),
            value.getBranch(),
            value.getPayment(),
            value.getCountry(),
            texts(lines, PurchaseLine::getSize)
        };
        EventHeader header = value.getHeader();
        return new Event(
                EventMapping.id(header),
                customerId,
                EventMapping.type(value.getType()),
                time,
                EventSchema.PURCHASES,
                values,
                value.getProperties(),
                lines(lines, currency),
                List.of(),
                EventMapping.consent(header));
    }

    private static List<Event.Line> lines(List<PurchaseLine> lines, String currency) throws PoisonException {
        if (lines.isEmpty()) {
            return List.of();
        }
        List<Event.Line> result = new ArrayList<>(lines.size());
        for (PurchaseLine line : lines) {
            requireCurrency(line.getAmount(), "amount of line " + (result.size() + 1), currency);
            result.add(new Event.Line(
                    line.getProductId(),
                    line.getCategory(),
                    line.getQuantity(),
                    line.getAmount().getMicros()));
        }
        return result;
    }

    private static @Nullable Long micros(@Nullable Money money, String field, String currency) throws PoisonException {
        if (money == null) {
            return null;
        }
        requireCurrency(money, field, currency);
        return money.getMicros();
    }

    private static void requireCurrency(Money money, String field, String currency) throws PoisonException {
        if (!money.getCurrency().equals(currency)) {
            throw invalid(field + " in currency '" + money.getCurrency() + "', expected " + currency
                    + " as the amount of the order");
        }
    }

    /** What the lines say, in their order; null where none of them says. */
    private static @Nullable List<String> texts(
            List<PurchaseLine> lines, Function<PurchaseLine, @Nullable String> member) {
        List<String> texts = null;
        for (PurchaseLine line : lines) {
            String text = member.apply(line);
            if (text != null) {
                texts = texts == null ? new ArrayList<>(lines.size()) : texts;
                texts.add(text);
            }
        }
        return texts;
    }
}
