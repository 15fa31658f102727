package io.makolet.serving.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.avro.Identity;
import io.makolet.domain.definition.Definition.ProfileBody;
import io.makolet.domain.definition.Definition.Status;
import io.makolet.domain.definition.ProfileDeclaration;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.profile.ProfileFieldType;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.serving.api.InvalidRequestException;
import io.makolet.serving.catalog.Catalog;
import io.makolet.serving.catalog.CurrentCatalog;
import io.makolet.serving.catalog.Definitions;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentMessagesTest {

    private static final long NOW = 1_800_000_000_000L;

    private final SegmentMessages messages = new SegmentMessages(new ProfileChanges(catalog()), token -> token);

    @ParameterizedTest
    @CsvSource({
        "Product Viewed, product_view, clickstream",
        "products searched, search, clickstream",
        "Promotion Clicked, offer_click, clickstream",
        "Email Opened, mail_open, engagement",
        "Stars Counted, Stars Counted, clickstream"
    })
    void knowsTheNamesOfSegment(String name, String type, String schema) {
        Incoming read = read("track", Map.of("userId", "dana", "event", name));
        assertThat(read.event().type()).isEqualTo(type);
        assertThat(read.event().schema().name()).isEqualTo(schema);
        assertThat(read.event().time()).isEqualTo(NOW);
    }

    @ParameterizedTest
    @CsvSource({"productId, product_id", "product_id, product_id", "sku, product_id", "cartID, cart_id", "URL, url"})
    void knowsAFieldByAnyOfItsNames(String property, String field) {
        assertThat(SegmentNames.field(property)).isEqualTo(field);
    }

    @Test
    void givesProfileFieldsTheTypesThatAreDeclared() {
        Map<String, Object> traits = Map.of("born", "1990-02-28", "colour", "red", "size", new BigDecimal("38.5"));
        assertThat(read("identify", Map.of("userId", "dana", "traits", traits))
                        .event()
                        .profileChanges())
                .containsExactlyInAnyOrder(
                        new ProfileChange("born", new ProfileValue.Date(LocalDate.of(1990, 2, 28))),
                        new ProfileChange("colour", new ProfileValue.Choice("red")),
                        new ProfileChange("size", new ProfileValue.Numeric(38.5)));
        assertProblem(
                "traits.colour is 'blue', expected one of red, green",
                "identify",
                Map.of("traits", Map.of("colour", "blue")));
        assertProblem(
                "traits.born is 'spring', expected a day such as 2026-11-23",
                "identify",
                Map.of("traits", Map.of("born", "spring")));
    }

    @Test
    void removesAProfileFieldThatIsNull() {
        Map<String, @Nullable Object> traits = new HashMap<>();
        traits.put("born", null);
        assertThat(read("identify", Map.of("userId", "dana", "traits", traits))
                        .event()
                        .profileChanges())
                .containsExactly(new ProfileChange("born", null));
    }

    @Test
    void linksWhoIsSaidToBeTheSame() {
        assertThat(read("alias", Map.of("userId", "dana", "previousId", "cookie"))
                        .identities())
                .containsExactly(new Identity("anonymous", "cookie"));
        Incoming visitor = read("page", Map.of("anonymousId", "cookie"));
        assertThat(visitor.event().customerId()).isEqualTo("anonymous:cookie");
        assertThat(visitor.identities()).isEmpty();
        assertThat(read("group", Map.of("userId", "dana", "groupId", "acme"))
                        .event()
                        .profileChanges())
                .containsExactly(new ProfileChange("group", new ProfileValue.Text("acme")));
    }

    @Test
    void correctsAClockThatIsWrongByWhenItWasSent() {
        Map<String, Object> event = Map.of("userId", "dana", "event", "x", "timestamp", "2001-01-01T00:00:00+02:00");
        long happened = 978_300_000_000L;
        assertThat(messages.read("track", event, null, NOW).event().time()).isEqualTo(happened);
        assertThat(messages.read("track", event, happened + 5_000, NOW).event().time())
                .isEqualTo(NOW - 5_000);
        assertThat(messages.read("track", event, happened - 5_000, NOW).event().time())
                .isEqualTo(NOW);
    }

    @Test
    void namesTheFieldTheValueAndWhatWasExpected() {
        assertProblem(
                "properties.quantity is 'two', expected a number such as 12.5",
                "track",
                Map.of("event", "Product Added", "properties", Map.of("quantity", "two")));
        assertProblem(
                "properties.quantity is '1.5', expected a whole number",
                "track",
                Map.of("event", "Product Added", "properties", Map.of("quantity", new BigDecimal("1.5"))));
        assertProblem(
                "properties.currency is '', expected an ISO 4217 code, such as GBP",
                "track",
                Map.of("event", "Product Added", "properties", Map.of("value", 1)));
        assertProblem(
                "properties.products[0].product_id has 0 characters, expected 1 to 512",
                "track",
                Map.of("event", "Order Completed", "properties", Map.of("products", List.of(Map.of("price", 1)))));
        assertProblem(
                "timestamp is 'noon', expected a time such as 2026-11-23T08:30:00Z",
                "track",
                Map.of("event", "x", "timestamp", "noon"));
        assertProblem("context is '[]', expected an object", "track", Map.of("event", "x", "context", List.of()));
    }

    private Incoming read(String call, Map<String, @Nullable Object> message) {
        return messages.read(call, message, null, NOW);
    }

    private void assertProblem(String problem, String call, Map<String, Object> message) {
        Map<String, @Nullable Object> whole = new HashMap<>(message);
        whole.put("userId", "dana");
        assertThatThrownBy(() -> read(call, whole))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.field() + " " + e.getMessage()).isEqualTo(problem));
    }

    private static CurrentCatalog catalog() {
        ProfileDeclaration profile = new ProfileDeclaration(List.of(
                new ProfileDeclaration.Field("born", ProfileFieldType.DATE, List.of(), true, ""),
                new ProfileDeclaration.Field("colour", ProfileFieldType.CHOICE, List.of("red", "green"), false, "")));
        CurrentCatalog catalog = new CurrentCatalog();
        catalog.setDefinitions(
                Catalog.of(List.of(Definitions.definition("shop", 0, Status.LIVE, new ProfileBody(profile)))));
        return catalog;
    }
}
