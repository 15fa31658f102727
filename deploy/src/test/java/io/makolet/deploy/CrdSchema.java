package io.makolet.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The schema in a custom resource definition, made strict: the API server drops a field that it doesn't know, here such
 * a field is an error. It covers {@code spec}; {@code metadata} is Kubernetes' own.
 */
final class CrdSchema {
    private final JsonNode definition;
    private final Schema spec;

    private CrdSchema(JsonNode definition) {
        this.definition = definition;
        JsonNode open = version().at("/schema/openAPIV3Schema/properties/spec");
        this.spec = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(closed(open.deepCopy()));
    }

    /** Reads a definition from the class path. */
    static CrdSchema ofResource(String name) {
        try (InputStream in = CrdSchema.class.getResourceAsStream(name)) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return new CrdSchema(Documents.yamlText(new String(bytes, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** The {@code apiVersion} of the objects it describes. */
    String apiVersion() {
        return definition.at("/spec/group").asText() + "/"
                + version().path("name").asText();
    }

    /** The {@code kind} of the objects it describes. */
    String kind() {
        return definition.at("/spec/names/kind").asText();
    }

    /** What is wrong with the {@code spec} of an object; empty if nothing is. */
    List<String> problems(JsonNode object) {
        return spec.validate(object.path("spec")).stream().map(Error::toString).toList();
    }

    private JsonNode version() {
        return definition.at("/spec/versions/0");
    }

    private static JsonNode closed(JsonNode node) {
        node.forEach(CrdSchema::closed);
        if (node instanceof ObjectNode object) {
            boolean open = object.path("x-kubernetes-preserve-unknown-fields").asBoolean();
            // Beside it stands what JSON Schema says of a number or a text.
            object.remove("x-kubernetes-int-or-string");
            if (object.path("type").asText().equals("object")
                    && object.path("properties").isObject()
                    && !object.has("additionalProperties")
                    && !open) {
                object.put("additionalProperties", false);
            }
        }
        return node;
    }
}
