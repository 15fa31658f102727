package io.makolet.domain.definition;

import io.makolet.domain.profile.ProfileFieldType;
import java.util.List;
import java.util.Optional;

/** The profile fields that definitions and producers may use. */
public record ProfileDeclaration(List<Field> fields) {

    /**
     * One declared field.
     *
     * @param values allowed values of a choice; empty is any
     * @param personal is it personal data?
     */
    public record Field(
            String name, ProfileFieldType type, List<String> values, boolean personal, String description) {}

    /** The field of this name. */
    public Optional<Field> field(String name) {
        return fields.stream().filter(f -> f.name().equals(name)).findFirst();
    }
}
