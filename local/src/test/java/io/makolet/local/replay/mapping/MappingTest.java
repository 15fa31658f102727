package io.makolet.local.replay.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.event.EventSchema;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingTest {

    private static final String VALID = """
            kind: Mapping
            time: ts
            customer: who
            events:
              - topic: purchases
                id: "{order}@{ts}"
                type: {constant: purchase}
                fields:
                  order_id: order
                  amount: {column: pence, scale: 2, currency: GBP}
            """;

    @Test
    void readsTheExampleOfTheGiftShop() throws Exception {
        Mapping mapping = Mapping.load(Path.of("../examples/online-retail/mapping.yaml"));

        assertThat(mapping.columns())
                .containsExactly("amount_milli", "country", "customer_id", "lines", "order_id", "ts", "type", "units");
        assertThat(mapping.events()).extracting(EventRule::schema).containsExactly(EventSchema.PURCHASES);
    }

    @Test
    void readsTheExampleOfTheGrocer() throws Exception {
        Mapping mapping = Mapping.load(Path.of("../examples/complete-journey/mapping.yaml"));

        assertThat(mapping.columns()).contains("household_id", "ref", "ts", "type", "value");
        assertThat(mapping.events())
                .extracting(EventRule::schema)
                .containsExactly(
                        EventSchema.PURCHASES, EventSchema.CLICKSTREAM, EventSchema.CLICKSTREAM, EventSchema.PROFILES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "customer: who|client: who|m.yaml:1:1: mapping has no 'customer'",
                "customer: who|client: who|m.yaml:3:1: mapping has unknown key 'client', expected one of kind, title, format, time, customer, optional, only, events",
                "kind: Mapping|kind: Segment|m.yaml:1:7: kind is 'Segment', expected Mapping",
                "topic: purchases|topic: orders|m.yaml:5:12: event.topic is 'orders', expected one of clickstream, engagement, purchases, profiles",
                "'{order}@{ts}'|'order'|m.yaml:6:9: event.id is 'order', expected text with columns in braces such as '{order_id}@{ts}'",
                "'{order}@{ts}'|'{order'|m.yaml:6:9: event.id is '{order', expected text with columns in braces such as '{order_id}@{ts}'",
                "scale: 2|scale: 7|m.yaml:10:38: amount.scale is '7', expected a whole number from 0 to 6",
                "currency: GBP|currency: pounds|m.yaml:10:51: currency is 'pounds', expected a code such as GBP, or {column: ..}",
                "order_id: order|order_number: order|m.yaml:9:7: event.fields has unknown key 'order_number', expected one of order_id, amount, margin, discount, units, line_count, coupons, cart_id, channel, branch, payment, country",
                "order_id: order|order_number: order|m.yaml:9:7: event of purchases has no field 'order_id', expected it",
                "{constant: purchase}|{constant: a, column: b}|m.yaml:7:11: type has both of column and constant, expected one",
                "{constant: purchase}|{}|m.yaml:7:11: type has neither of column and constant, expected one",
                "{constant: purchase}|{column: a, before: '@', after: '@'}|m.yaml:7:11: type has both of before and after, expected one",
                "{constant: purchase}|{column: a, after: ''}|m.yaml:7:11: type has an empty separator, expected one such as ':'",
                "time: ts|time: {column: ts, format: 'yyyy-bb'}|expected iso, epoch_millis, epoch_seconds or a pattern",
                "time: ts|time: {column: ts, zone: Mars}|zone is 'Mars', expected a time zone such as UTC or Europe/London",
                "time: ts|time: [ts]|m.yaml:2:7: time is a list, expected keys and values",
                "time: ts|time: ts%ntime: ts|mapping has 'time' twice",
                "time: ts|time: ts%nonly: [{column: a}]|only has neither of in and not_in, expected one",
                "time: ts|time: ts%nformat: xml|format is 'xml', expected csv or ndjson",
                "time: ts|time: ts%nformat: {delimiter: ab}|format.delimiter is 'ab', expected one character",
                "time: ts|time: 'ts|not YAML",
            })
    void saysWhatIsWrongAndWhere(String from, String to, String message) {
        String original = from.replace('\'', '"');
        assertThat(VALID).contains(original);
        String text = VALID.replace(original, to.replace("%n", "\n"));

        assertThatThrownBy(() -> MappingReader.read("m.yaml", text))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void reportsAllProblemsAtOnce() {
        String text = VALID.replace("scale: 2", "scale: x").replace("customer: who", "custommer: who");

        assertThatThrownBy(() -> MappingReader.read("m.yaml", text))
                .message()
                .satisfies(message -> assertThat(message.lines()).hasSize(3));
    }

    @Test
    void refusesProfileFieldsOutsideProfileEvents() {
        String text = VALID + "    profile: {country: {type: choice, column: country}}\n";

        assertThatThrownBy(() -> MappingReader.read("m.yaml", text))
                .hasMessageContaining("event of purchases with profile fields, expected them in an event of profiles");
    }

    @Test
    void refusesLinesThatAreOfNoOrderOrNoColumn() {
        String click = """
                  - topic: clickstream
                    id: "{order}/c"
                    type: {constant: page_view}
                    lines: {column: items, scale: 7, by: id}
                """;

        assertThatThrownBy(() -> MappingReader.read("m.yaml", VALID + click))
                .hasMessageContaining("event of clickstream has lines, expected them in purchases only")
                .hasMessageContaining("event.lines.scale is '7', expected a whole number from 0 to 6")
                .hasMessageContaining("event.lines has unknown key 'by', expected one of column, separator, scale");
        assertThatThrownBy(() -> MappingReader.read("m.yaml", VALID + "    lines: {separator: '|'}\n"))
                .hasMessageContaining("event.lines has no 'column'");
    }

    @Test
    void refusesAnAmountWithoutCurrency() {
        String text = VALID.replace("{column: pence, scale: 2, currency: GBP}", "pence");

        assertThatThrownBy(() -> MappingReader.read("m.yaml", text))
                .hasMessageContaining("amount is an amount without currency, expected {column: .., currency: ..}");
    }

    @Test
    void refusesAmountsInTwoCurrencies() {
        String text = VALID + "      margin: {column: margin, currency: USD}\n";

        assertThatThrownBy(() -> MappingReader.read("m.yaml", text))
                .hasMessageContaining("amounts of one event in different currencies, expected the same for all");
    }

    @Test
    void namesTheTypesOfProfileFields() {
        String text = VALID + """
                  - topic: profiles
                    id: "{order}/p"
                    type: {constant: profile_update}
                    profile: {stars: {type: stars, column: stars}}
                """;

        assertThatThrownBy(() -> MappingReader.read("m.yaml", text))
                .hasMessageContaining(
                        "stars.type is 'stars', expected one of bool, choice, multi_choice, text, number, date, rating, place");
    }

    @Test
    void refusesAnEmptyFile() {
        assertThatThrownBy(() -> MappingReader.read("m.yaml", "")).hasMessageContaining("m.yaml is empty");
    }
}
