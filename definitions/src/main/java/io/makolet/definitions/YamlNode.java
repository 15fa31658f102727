package io.makolet.definitions;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/** A node of a YAML document with its place; offsets count code points of the source. */
sealed interface YamlNode {

    /** Offset of its first character. */
    int start();

    /** What it is, for messages. */
    String describe();

    /** A mapping; keys are texts and differ from each other. */
    record Mapping(int start, List<Entry> entries) implements YamlNode {
        Optional<Entry> entry(String key) {
            return entries.stream().filter(e -> e.key().value().equals(key)).findFirst();
        }

        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /** A key of a mapping and its value. */
    record Entry(Scalar key, YamlNode value) {}

    /** A list. */
    record Sequence(int start, List<YamlNode> items) implements YamlNode {
        @Override
        public String describe() {
            return "a list";
        }
    }

    /** A scalar as written; what it means is for the reader to say. */
    record Scalar(int start, int end, String value, ScalarStyle style) implements YamlNode {

        private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
        private static final Pattern BOOL = Pattern.compile("true|True|TRUE|false|False|FALSE");
        private static final Pattern NUMBER = Pattern.compile(
                "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

        /** Is there nothing at all? */
        boolean isNull() {
            return plain(NULL);
        }

        /** Is it a truth value, as in YAML 1.2? */
        boolean isBool() {
            return plain(BOOL);
        }

        /** Is it a text, as in YAML 1.2, and not null, a truth value or a number? */
        boolean isText() {
            return !isNull() && !isBool() && !plain(NUMBER);
        }

        private boolean plain(Pattern pattern) {
            return style == ScalarStyle.PLAIN && pattern.matcher(value).matches();
        }

        @Override
        public String describe() {
            if (isNull()) {
                return "empty";
            }
            return Wording.quote(value)
                    + (isText() ? "" : isBool() ? " without quotes, a truth value" : " without quotes, a number");
        }
    }
}
