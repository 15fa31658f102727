package io.makolet.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The JSON Schema for editors, applied to YAML as an editor does. */
final class JsonSchema {

    private static final YAMLMapper YAML = new YAMLMapper();
    static final JsonNode TEXT = tree(DefinitionSchema.text());
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema SCHEMA = REGISTRY.getSchema(TEXT);

    private JsonSchema() {}

    /** What is wrong with the documents of a text. */
    static List<Error> validate(String yaml) {
        List<Error> errors = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            while (documents.hasNext()) {
                errors.addAll(SCHEMA.validate(documents.next()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return errors;
    }

    /** What is wrong with the schema itself, by the one that its dialect has for schemas. */
    static List<Error> validateItself() {
        return REGISTRY.getSchema(SchemaLocation.of(TEXT.path("$schema").asText()))
                .validate(TEXT);
    }

    private static JsonNode tree(String json) {
        try {
            return YAML.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
