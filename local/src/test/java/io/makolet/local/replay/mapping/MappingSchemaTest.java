package io.makolet.local.replay.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema for editors accepts and refuses what the reader does. */
class MappingSchemaTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"online-retail/mapping.yaml", "online-retail/carts-mapping.yaml", "complete-journey/mapping.yaml"
            })
    void acceptsTheExamples(String name) throws Exception {
        Path file = Path.of("../examples").resolve(name);

        assertThat(schema().validate(new YAMLMapper().readTree(file.toFile()))).isEmpty();
        assertThat(Mapping.load(file).events()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{kind: Mapping, time: t, customer: c, events: []}",
                "{kind: Mapping, time: t, customer: c, events: [{topic: clickstream, id: x, type: t}]}",
                "{kind: Mapping, time: t, customer: c, client: d, events: [{topic: clickstream, id: '{x}', type: t}]}",
                "{kind: Mapping, time: t, customer: c, events: [{topic: clicks, id: '{x}', type: t}]}",
                "{kind: Mapping, time: t, events: [{topic: clickstream, id: '{x}', type: t}]}",
                "{kind: Mapping, time: {format: iso}, customer: c, events: [{topic: clickstream, id: '{x}', type: t}]}",
                "{kind: Mapping, time: t, customer: c, events: [{topic: clickstream, id: '{x}', type: {}}]}",
                "{kind: Mapping, time: t, customer: c, events: [{topic: clickstream, id: '{x}', type: {column: a, before: x, after: y}}]}",
                "{kind: Mapping, time: t, customer: c, only: [{column: a}], events: [{topic: clickstream, id: '{x}', type: t}]}",
            })
    void refusesWhatTheReaderRefuses(String text) throws Exception {
        JsonNode mapping = new YAMLMapper().readTree(text);

        assertThat(schema().validate(mapping)).isNotEmpty();
        assertThat(catchThrowable(() -> MappingReader.read("m.yaml", text))).isInstanceOf(MappingException.class);
    }

    @Test
    void acceptsEveryKindOfProfileField() throws Exception {
        String text = """
                kind: Mapping
                format: {type: ndjson}
                time: {column: at, format: epoch_millis}
                customer: who
                optional: [x]
                only: [{column: who, not_in: [""]}]
                events:
                  - topic: profiles
                    id: "{at}"
                    type: kind
                    profile:
                      a: {type: bool, column: x, values: {"1": true}}
                      b: {type: rating, column: x, max: 10}
                      c: {type: place, latitude: x, longitude: x}
                      d: {type: date, column: x, format: yyyyMMdd, zone: UTC}
                """;

        assertThat(schema().validate(new YAMLMapper().readTree(text))).isEmpty();
        assertThat(MappingReader.read("m.yaml", text).events()).hasSize(1);
    }

    private static Schema schema() throws Exception {
        try (InputStream in =
                Objects.requireNonNull(Mapping.class.getResourceAsStream("makolet-mapping.schema.json"))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(in);
        }
    }
}
