package io.makolet.definitions;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of a mapping, read by key. What is missing, unknown or of the wrong kind goes to the report; the methods then
 * return nothing.
 */
final class Keys {

    private final YamlNode.Mapping mapping;
    private final String what;
    private final Report report;
    private final Set<String> meant = new HashSet<>();

    private Keys(YamlNode.Mapping mapping, String what, Report report) {
        this.mapping = mapping;
        this.what = what;
        this.report = report;
    }

    /** Reads a node that must be a mapping with known keys; {@code what} names it in messages. */
    static @Nullable Keys of(YamlNode node, String what, List<String> known, Report report) {
        YamlNode.Mapping mapping = mapping(node, what, "with " + Wording.oneOf(known), report);
        if (mapping == null) {
            return null;
        }
        Keys keys = new Keys(mapping, what, report);
        for (YamlNode.Entry entry : mapping.entries()) {
            String key = entry.key().value();
            if (!known.contains(key)) {
                report.problem(
                        entry.key(),
                        "unknown key " + Wording.quote(key) + " in " + what + Wording.expected(key, known));
                Wording.nearest(key, known).ifPresent(keys.meant::add);
            }
        }
        return keys;
    }

    /** The node, if it is a mapping. */
    static YamlNode.@Nullable Mapping mapping(YamlNode node, String what, String detail, Report report) {
        if (node instanceof YamlNode.Mapping mapping) {
            return mapping;
        }
        report.problem(node, what + " is " + node.describe() + ", expected a mapping " + detail);
        return null;
    }

    int start() {
        return mapping.start();
    }

    @Nullable
    YamlNode optional(String key) {
        Optional<YamlNode.Entry> entry = mapping.entry(key);
        return entry.isPresent() ? entry.get().value() : null;
    }

    /** Is there such a key? One that is misspelt is not missing as well. */
    boolean has(String key) {
        return optional(key) != null || meant.contains(key);
    }

    @Nullable
    YamlNode required(String key) {
        YamlNode value = optional(key);
        if (!has(key)) {
            report.problem(mapping, what + " has no `" + key + "`");
        }
        return value;
    }

    /** The scalar under a key, whatever it means. */
    YamlNode.@Nullable Scalar scalar(@Nullable YamlNode value, String key, String example) {
        if (value == null) {
            return null;
        }
        if (value instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
            return scalar;
        }
        report.problem(value, "`" + key + "` is " + value.describe() + ", expected " + example);
        return null;
    }

    /** The text under a key, not blank. */
    YamlNode.@Nullable Scalar text(@Nullable YamlNode value, String key) {
        if (value == null) {
            return null;
        }
        return text(value, "`" + key + "`", report);
    }

    @Nullable
    String requiredText(String key) {
        YamlNode.Scalar scalar = text(required(key), key);
        return scalar == null ? null : scalar.value();
    }

    @Nullable
    String optionalText(String key) {
        YamlNode.Scalar scalar = text(optional(key), key);
        return scalar == null ? null : scalar.value();
    }

    /** The text under a required key, which must be one of some words. */
    @Nullable
    String word(String key, List<String> words) {
        YamlNode.Scalar scalar = text(required(key), key);
        if (scalar == null || words.contains(scalar.value())) {
            return scalar == null ? null : scalar.value();
        }
        report.problem(
                scalar,
                "unknown `" + key + "` " + Wording.quote(scalar.value()) + Wording.expected(scalar.value(), words));
        return null;
    }

    boolean optionalBool(String key) {
        YamlNode value = optional(key);
        if (value == null) {
            return false;
        }
        if (value instanceof YamlNode.Scalar scalar && scalar.isBool()) {
            return scalar.value().equalsIgnoreCase("true");
        }
        report.problem(value, "`" + key + "` is " + value.describe() + ", expected true or false");
        return false;
    }

    /** The texts of the list under a key, or a single text. */
    List<YamlNode.Scalar> texts(@Nullable YamlNode value, String key) {
        return value == null ? List.of() : texts(value, "`" + key + "`", report);
    }

    /** The texts of a list, or a single text; {@code what} names it in messages. */
    static List<YamlNode.Scalar> texts(YamlNode value, String what, Report report) {
        if (!(value instanceof YamlNode.Sequence list)) {
            YamlNode.Scalar single = text(value, what, report);
            return single == null ? List.of() : List.of(single);
        }
        if (list.items().isEmpty()) {
            report.problem(list, what + " is an empty list, expected at least one entry");
        }
        List<YamlNode.Scalar> texts = new ArrayList<>();
        for (YamlNode item : list.items()) {
            YamlNode.Scalar text = text(item, "an entry of " + what, report);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** The node, if it is a text that is not blank. */
    static YamlNode.@Nullable Scalar text(YamlNode node, String what, Report report) {
        if (!(node instanceof YamlNode.Scalar scalar) || !scalar.isText()) {
            report.problem(node, what + " is " + node.describe() + ", expected a text");
            return null;
        }
        if (scalar.value().isBlank()) {
            report.problem(node, what + " is empty, expected a text");
            return null;
        }
        return scalar;
    }
}
