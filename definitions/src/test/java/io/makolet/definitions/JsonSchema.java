package io.makolet.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The JSON Schema for editors, applied to YAML as an editor does. */
final class JsonSchema {

    private static final YAMLMapper YAML = new YAMLMapper();
    static final JsonNode TEXT = read();
    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(TEXT);

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

    private static JsonNode read() {
        String name = "/makolet-definition.schema.json";
        try (InputStream in = Objects.requireNonNull(JsonSchema.class.getResourceAsStream(name), name)) {
            return YAML.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
