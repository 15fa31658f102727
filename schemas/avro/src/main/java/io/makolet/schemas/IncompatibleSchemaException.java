package io.makolet.schemas;

import java.util.List;

/** Schemas were refused because data or definitions that exist could no longer be used. Nothing was registered. */
public final class IncompatibleSchemaException extends RuntimeException {

    private final List<String> problems;

    IncompatibleSchemaException(List<String> problems) {
        super("schemas refused, expected that all versions read each other and live definitions keep their fields: "
                + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence per problem; each begins with the subject. */
    public List<String> problems() {
        return problems;
    }
}
