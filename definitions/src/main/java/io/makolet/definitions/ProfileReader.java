package io.makolet.definitions;

import io.makolet.domain.definition.ProfileDeclaration;
import io.makolet.domain.profile.ProfileFieldType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a profile. */
final class ProfileReader {

    static final List<String> TYPES =
            Arrays.stream(ProfileFieldType.values()).map(ProfileFieldType::word).toList();

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    /** The field that says where a customer's days begin. */
    private static final String TIME_ZONE = "time_zone";

    /** Words of CEL, which can't be written after a dot. */
    private static final Set<String> RESERVED = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");

    private final Report report;

    ProfileReader(Report report) {
        this.report = report;
    }

    /** A declared field and where it stands; the field is null if there are problems with it. */
    record Declared(YamlNode.Scalar name, ProfileDeclaration.@Nullable Field field) {}

    List<Declared> read(Keys keys) {
        YamlNode node = keys.required("fields");
        YamlNode.Mapping mapping =
                node == null ? null : Keys.mapping(node, "`fields`", "of names and their types", report);
        if (mapping == null) {
            return List.of();
        }
        if (mapping.entries().isEmpty()) {
            report.problem(mapping, "`fields` is empty, expected at least one field");
        }
        List<Declared> fields = new ArrayList<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            fields.add(new Declared(entry.key(), field(entry)));
        }
        return fields;
    }

    private ProfileDeclaration.@Nullable Field field(YamlNode.Entry entry) {
        int before = report.size();
        String name = entry.key().value();
        if (!NAME.matcher(name).matches()) {
            report.problem(
                    entry.key(),
                    "field name " + Wording.quote(name)
                            + ", expected small letters, digits and _, beginning with a letter");
        } else if (RESERVED.contains(name)) {
            report.problem(
                    entry.key(), "field name " + Wording.quote(name) + " is a word of CEL, expected another name");
        }
        Keys keys = Keys.of(entry.value(), "field " + Wording.quote(name), Language.FIELD, report);
        if (keys == null) {
            return null;
        }
        String type = keys.word("type", TYPES);
        if (name.equals(TIME_ZONE) && type != null && !type.equals("text")) {
            report.problem(
                    keys.start(),
                    "field `" + TIME_ZONE + "` of type " + type
                            + ", expected text: windows of the calendar read a zone such as Asia/Jerusalem from it");
        }
        Set<String> values = values(keys, type);
        boolean personal = keys.optionalBool("personal");
        String description = keys.optionalText("description");
        if (report.size() > before || type == null) {
            return null;
        }
        return new ProfileDeclaration.Field(
                name,
                ProfileFieldType.ofWord(type).orElseThrow(),
                List.copyOf(values),
                personal,
                description == null ? "" : description);
    }

    private Set<String> values(Keys keys, @Nullable String type) {
        YamlNode node = keys.optional("values");
        boolean chosen = type == null || type.equals("choice") || type.equals("multi_choice");
        if (node != null && !chosen) {
            report.problem(
                    node, "`values` beside `type: " + type + "`, expected them with choice or multi_choice only");
        }
        Set<String> values = new LinkedHashSet<>();
        for (YamlNode.Scalar value : keys.texts(node, "values")) {
            if (!values.add(value.value())) {
                report.problem(value, "value " + Wording.quote(value.value()) + " stands in the list twice");
            }
        }
        return values;
    }
}
