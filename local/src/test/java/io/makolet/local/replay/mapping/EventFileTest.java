package io.makolet.local.replay.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.event.Event;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.profile.ProfileValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFileTest {

    private static final String ORDERS = """
            kind: Mapping
            time: ts
            customer: who
            events:
              - topic: purchases
                id: "{order}@{ts}"
                type: {column: what, values: {S: purchase, C: cancel}}
                fields:
                  order_id: order
                  amount: {column: pence, scale: 2, currency: GBP}
                  units: units
                properties: {note: note}
                consent: {marketing: true}
            """;
    private static final String HEADER = "ts,who,what,order,pence,units,note\n";
    private static final String GOOD = "2011-01-01T00:00:00Z,anna,S,1,1250,3,\n";

    @TempDir
    Path directory;

    private final List<String> messages = new ArrayList<>();
    private int rows;
    private int filtered;

    private final RowReport report = new RowReport() {
        @Override
        public void row() {
            rows++;
        }

        @Override
        public void filtered() {
            filtered++;
        }

        @Override
        public void broken(BrokenRow row) {
            messages.add(row.message());
        }
    };

    @Test
    void takesPartsOfAColumn() throws Exception {
        String mapping = """
                kind: Mapping
                time: ts
                customer: who
                events:
                  - topic: clickstream
                    id: "{ref}"
                    type: {constant: offer_click}
                    fields:
                      campaign: {column: ref, before: ":", values: {"8": spring}}
                      offer_id: {column: ref, after: ":"}
                """;
        String rows = "ts,who,ref\n2011-01-01T00:00:00Z,anna,8:a:1\n2011-01-01T00:00:00Z,anna,8:\n";

        List<Event> events = read(mapping, rows + "2011-01-01T00:00:00Z,anna,8\n");

        assertThat(events).extracting(event -> event.value("campaign")).containsExactly("spring", "spring");
        assertThat(events).extracting(event -> event.value("offer_id")).containsExactly("a:1", null);
        assertThat(messages).singleElement().asString().contains("a text with ':' in it");
    }

    @Test
    void readsTheLinesOfAnOrder() throws Exception {
        String rows = """
                2011-01-01T00:00:00Z,anna,S,1,1250,3,P-1:1000; a:b:-250
                2011-01-01T00:00:00Z,anna,S,2,1250,3,P-1
                2011-01-01T00:00:00Z,anna,S,3,1250,3,P-1:cheap
                """;
        String mapping = ORDERS.replace("properties: {note: note}", "lines: {column: note, scale: 2}");

        List<Event> events = read(mapping, HEADER + rows + GOOD);

        assertThat(events)
                .extracting(Event::lines)
                .containsExactly(
                        List.of(new Event.Line("P-1", null, 1, 10_000_000), new Event.Line("a:b", null, 1, -2_500_000)),
                        List.of());
        assertThat(events).extracting(event -> event.value("product_ids")).containsExactly(List.of("P-1", "a:b"), null);
        assertThat(messages)
                .satisfiesExactly(
                        first -> assertThat(first)
                                .contains("note is 'P-1', expected a product and its amount such as P-1:12.50"),
                        second -> assertThat(second)
                                .contains("note is 'cheap', expected an amount with at most 4 decimals such as 12.5"));
    }

    @Test
    void makesAnEventOfARow() throws Exception {
        Event event = read(ORDERS, HEADER + "2011-01-01T00:00:00Z,anna,C,7,-1250,-3,\"say \"\"hi\"\"\nto her\"\n")
                .get(0);

        assertThat(event.id()).isEqualTo("7@2011-01-01T00:00:00Z");
        assertThat(event.customerId()).isEqualTo("anna");
        assertThat(event.type()).isEqualTo("cancel");
        assertThat(event.time()).isEqualTo(Instant.parse("2011-01-01T00:00:00Z").toEpochMilli());
        assertThat(event.value("amount")).isEqualTo(-12_500_000L);
        assertThat(event.value("currency")).isEqualTo("GBP");
        assertThat(event.value("units")).isEqualTo(-3L);
        assertThat(event.properties()).isEqualTo(Map.of("note", "say \"hi\"\nto her"));
        assertThat(event.consent()).isEqualTo(Map.of("marketing", true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2011-01-01T00:00:00Z,anna,S,1,1250,3|row is '2011-01-01T00:00:00Z,anna,S,1,1250,3', expected 7 values (ts,who,what,order,pence,units,note), not 6",
                "2011-01-01T00:00:00Z,anna,S,1,1250,3,,|expected 7 values (ts,who,what,order,pence,units,note), not 8",
                "yesterday,anna,S,1,1250,3,|ts is 'yesterday', expected a time such as 2011-06-30T12:00:00Z",
                ",anna,S,1,1250,3,|ts is '', expected a value",
                "2011-01-01T00:00:00Z,,S,1,1250,3,|who is '', expected a value",
                "2011-01-01T00:00:00Z,anna,S,,1250,3,|order is '', expected a value",
                "2011-01-01T00:00:00Z,anna,X,1,1250,3,|what is 'X', expected one of C, S",
                "2011-01-01T00:00:00Z,anna,,1,1250,3,|what is '', expected an event type",
                "2011-01-01T00:00:00Z,anna,S,1,,3,|pence is '', expected a value",
                "2011-01-01T00:00:00Z,anna,S,1,12.50001,3,|pence is '12.50001', expected an amount with at most 4 decimals such as 12.5",
                "2011-01-01T00:00:00Z,anna,S,1,1e9,3,|pence is '1e9', expected an amount with at most 4 decimals such as 12.5",
                "2011-01-01T00:00:00Z,anna,S,1,99999999999999999999,3,|pence is '99999999999999999999', expected an amount",
                "2011-01-01T00:00:00Z,anna,S,1,1250,three,|units is 'three', expected a whole number",
                "2011-01-01T00:00:00Z,anna,S,1,1250,3,\"open|expected a row whose quotes are closed",
                "2011-01-01T00:00:00Z,anna,S,1,1250,3,\"a\"b|expected a row in CSV (",
            })
    void reportsABrokenRowAndGoesOn(String row, String message) throws Exception {
        List<Event> events = read(ORDERS, HEADER + GOOD + row + "\n" + GOOD);

        assertThat(events).hasSize(2);
        assertThat(messages).singleElement().asString().startsWith("rows:3: ").contains(message);
        assertThat(rows).isEqualTo(3);
    }

    @Test
    void reportsBytesThatAreNoText() throws Exception {
        byte[] good = (HEADER + GOOD).getBytes(StandardCharsets.UTF_8);
        Path file = directory.resolve("rows");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(good);
            out.write(new byte[] {(byte) 0xc3, 0x28, '\n'});
        }

        assertThat(read(ORDERS, file)).hasSize(1);
        assertThat(messages).singleElement().asString().contains("rows:3: ").contains("expected text in UTF-8");
    }

    @Test
    void reportsALineThatIsTooLong() throws Exception {
        List<Event> events = read(ORDERS, HEADER + "x".repeat(TextLines.LONGEST + 1) + "\n" + GOOD);

        assertThat(events).hasSize(1);
        assertThat(messages).singleElement().asString().contains("expected a line of at most 1048576 bytes");
    }

    @Test
    void namesTheColumnsOfTheFileWhereTheMappingNamesAnother() {
        assertThatThrownBy(() -> read(ORDERS, HEADER.replace("pence", "cents") + GOOD))
                .isInstanceOf(MappingException.class)
                .hasMessageEndingWith(
                        "rows has no column 'pence', its columns are cents, note, order, ts, units, what, who");
    }

    @Test
    void readsAFileWithoutItsOptionalColumns() throws Exception {
        String mapping = ORDERS + "optional: [note]\n";

        assertThat(read(mapping, HEADER.replace(",note", "") + GOOD.replace(",\n", "\n")))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"``|is empty, expected a line with the names of the columns", "a,a|column 'a' twice"},
            quoteCharacter = '`')
    void refusesAFileWithoutNamesOfColumns(String text, String message) {
        assertThatThrownBy(() -> read(ORDERS, text))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void readsPackedFilesWithByteOrderMarkAndOtherDelimiter() throws Exception {
        Path file = directory.resolve("rows");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(("\uFEFF" + (HEADER + GOOD).replace(',', ';').replace("\n", "\r\n"))
                    .getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read(ORDERS + "format: {delimiter: ;}\n", file)).hasSize(1);
        assertThat(messages).isEmpty();
    }

    @Test
    void sortsByTimeAndKeepsTheOrderOfTheFileWithinATime() throws Exception {
        List<Event> events = read(
                ORDERS,
                HEADER
                        + "2011-01-03T00:00:00Z,anna,S,3,1,1,\n"
                        + "2011-01-01T00:00:00Z,anna,S,1b,1,1,\n"
                        + "2011-01-01T00:00:00Z,anna,S,1a,1,1,\n");

        assertThat(events).extracting(event -> event.value("order_id")).containsExactly("1b", "1a", "3");
    }

    @Test
    void endsWithTheInstantThatWasAskedFor() throws Exception {
        Path file = write(HEADER + GOOD + GOOD.replace("01T", "02T") + GOOD.replace("01T", "03T"));
        EventFile events = EventFile.open(file, MappingReader.read("m", ORDERS));

        List<Event> read =
                drain(events.read(Instant.parse("2011-01-02T00:00:00Z").toEpochMilli(), report));

        assertThat(read).hasSize(2);
        assertThat(rows).isEqualTo(2);
        assertThat(events.rows()).isEqualTo(3);
    }

    @Test
    void dropsRowsThatNoEventTakes() throws Exception {
        String mapping = ORDERS + "only: [{column: what, not_in: [X]}, {column: note, in: [\"\"]}]\n";

        assertThat(read(mapping, HEADER + GOOD + GOOD.replace(",S,", ",X,") + GOOD.replace(",\n", ",text\n")))
                .hasSize(1);
        assertThat(filtered).isEqualTo(2);
        assertThat(messages).isEmpty();
    }

    @Test
    void refusesTwoEventsOfARowWithOneId() throws Exception {
        String mapping = ORDERS + ORDERS.substring(ORDERS.indexOf("  - topic"));

        assertThat(read(mapping, HEADER + GOOD)).isEmpty();
        assertThat(messages).singleElement().asString().contains("expected a different event id for each event");
    }

    @Test
    void sendsProfilesJustWhenTheyChange() throws Exception {
        String mapping = """
                kind: Mapping
                time: ts
                customer: who
                events:
                  - topic: profiles
                    id: "{ts}"
                    type: {constant: profile_update}
                    profile: {country: {type: choice, column: country}}
                    when_changed: true
                """;
        String text =
                "ts,who,country\n2011-01-01,a,UK\n2011-01-02,a,UK\n2011-01-03,b,UK\n2011-01-04,a,France\n2011-01-05,a,UK\n";

        assertThat(read(mapping, text))
                .extracting(Event::id)
                .containsExactly("2011-01-01", "2011-01-03", "2011-01-04", "2011-01-05");
    }

    @Test
    void readsEveryTypeOfProfileField() throws Exception {
        String mapping = """
                kind: Mapping
                format: ndjson
                time: at
                customer: user.id
                events:
                  - topic: profiles
                    id: "{user.id}@{at}"
                    type: {constant: survey_answer}
                    profile:
                      loyal: {type: bool, column: loyal, values: {"1": true, "0": false}}
                      size: {type: choice, column: size}
                      likes: {type: multi_choice, column: likes, separator: ","}
                      name: {type: text, column: name}
                      income: {type: number, column: income}
                      born: {type: date, column: born, format: dd/MM/yyyy}
                      stars: {type: rating, column: stars, max: 10}
                      home: {type: place, latitude: lat, longitude: lon, label: town}
                """;
        String row = """
                {"at": "2011-01-01", "user": {"id": 7}, "loyal": 1, "size": "XL", "likes": "tea, cake", "name": "נועה", "income": 12.50, "born": "29/02/1980", "stars": 9, "lat": 32.1, "lon": 34.8, "town": "Tel Aviv"}
                """;

        Event event = read(mapping, row).get(0);

        assertThat(messages).isEmpty();
        assertThat(event.customerId()).isEqualTo("7");
        assertThat(event.profileChanges())
                .containsExactly(
                        new ProfileChange("loyal", new ProfileValue.Bool(true)),
                        new ProfileChange("size", new ProfileValue.Choice("XL")),
                        new ProfileChange("likes", new ProfileValue.MultiChoice(List.of("tea", "cake"))),
                        new ProfileChange("name", new ProfileValue.Text("נועה")),
                        new ProfileChange("income", new ProfileValue.Numeric(12.5)),
                        new ProfileChange("born", new ProfileValue.Date(LocalDate.of(1980, 2, 29))),
                        new ProfileChange("stars", new ProfileValue.Rating(9, 10)),
                        new ProfileChange("home", new ProfileValue.Place(32.1, 34.8, "Tel Aviv")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1]|expected a JSON object",
                "{\"at\": |expected a JSON object (",
                "{\"at\": \"2011-01-01\"} x|expected a JSON object (",
                "{\"at\": \"2011-01-01\", \"at\": \"2011-01-02\"}|expected a JSON object (Duplicate field 'at')",
                "{\"at\": {\"x\": 1}, \"who\": 1, \"n\": 1}|at is '{\"x\":1}', expected a text, a number or a truth value",
                "{\"at\": \"2011-01-01\", \"who\": \"a\", \"n\": 1e999999999}|n is '1E+999999999', expected a whole number",
            })
    void reportsABrokenObject(String row, String message) throws Exception {
        String mapping = """
                kind: Mapping
                format: ndjson
                time: at
                customer: who
                events:
                  - {topic: clickstream, id: "{at}", type: {constant: page_view}, fields: {quantity: n}}
                """;
        String good = "{\"at\": \"2011-01-01\", \"who\": \"a\", \"n\": 1}\n";

        assertThat(read(mapping, good + row + "\n" + good)).hasSize(2);
        assertThat(messages).singleElement().asString().startsWith("rows:2: ").contains(message);
    }

    @Test
    void namesTheColumnsOfObjectsWhereTheMappingNamesAnother() {
        String mapping = """
                kind: Mapping
                format: ndjson
                time: at
                customer: who
                events:
                  - {topic: clickstream, id: "{at}", type: {constant: page_view}, fields: {quantity: pieces}}
                """;

        assertThatThrownBy(
                        () -> read(mapping, "{\"at\": \"2011-01-01\", \"who\": \"a\", \"n\": 1, \"x\": {\"y\": 2}}\n"))
                .hasMessageEndingWith("rows has no column 'pieces', its columns are at, n, who, x.y");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("rows"), text);
    }

    private List<Event> read(String mapping, String text) throws IOException {
        return read(mapping, write(text));
    }

    private List<Event> read(String mapping, Path file) throws IOException {
        return drain(EventFile.open(file, MappingReader.read("m.yaml", mapping)).read(Long.MAX_VALUE, report));
    }

    private static List<Event> drain(EventFile.Events source) throws IOException {
        List<Event> events = new ArrayList<>();
        try (source) {
            for (Event event = source.next(); event != null; event = source.next()) {
                events.add(event);
            }
        }
        return events;
    }
}
