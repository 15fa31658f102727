package io.makolet.definitions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema of definition files, by which editors complete and check them. */
public final class DefinitionSchema {

    private static final String RESOURCE = "/makolet-definition.schema.json";

    private DefinitionSchema() {}

    /** The schema, in the dialect 2020-12. */
    public static String text() {
        try (InputStream in = DefinitionSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("no " + RESOURCE + " beside the classes, expected it in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
