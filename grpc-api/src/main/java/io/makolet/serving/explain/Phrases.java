package io.makolet.serving.explain;

import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.util.ULocale;
import io.makolet.serving.catalog.Languages;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The texts of one language. What is put into a text that is read from right to left, such as an event type or a time, is
 * isolated, so that it doesn't disturb the order. Immutable.
 */
final class Phrases {

    private static final String ISOLATE = "\u2068";
    private static final String END_ISOLATE = "\u2069";

    /** Digits are 0 to 9 in all languages: they stand beside those of definitions. */
    private static final String DIGITS = "@numbers=latn";

    private static final Languages<Phrases> ALL =
            new Languages<>(Map.of("en", read("en"), "he", read("he"), "ar", read("ar")));

    private final String language;
    private final boolean rightToLeft;
    private final ULocale locale;
    private final Map<String, String> patterns;

    private Phrases(String language, Map<String, String> patterns) {
        this.language = language;
        this.locale = new ULocale(language + DIGITS);
        this.rightToLeft = locale.isRightToLeft();
        this.patterns = patterns;
    }

    /** Those of the first wanted language there is, else English. */
    static Phrases in(List<String> wanted) {
        return ALL.best(wanted).getValue();
    }

    private static Phrases read(String language) {
        Properties properties = new Properties();
        try (InputStream in = Phrases.class.getResourceAsStream(language + ".properties")) {
            if (in == null) {
                throw new IllegalStateException("no texts in " + language);
            }
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> patterns = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> patterns.put(name, properties.getProperty(name)));
        return new Phrases(language, patterns);
    }

    /** BCP 47 tag. */
    String language() {
        return language;
    }

    Set<String> names() {
        return patterns.keySet();
    }

    /** The text with a name and its arguments; one that isn't a number is put in as {@link #name} or this made it. */
    String text(String name, Map<String, ?> arguments) {
        String pattern = patterns.get(name);
        if (pattern == null) {
            throw new IllegalArgumentException("text '" + name + "' in " + language + ", expected one of " + names());
        }
        return new MessageFormat(pattern, locale).format(new HashMap<>(arguments));
    }

    String text(String name) {
        return text(name, Map.of());
    }

    /** Something in another script, or without one. */
    String name(String name) {
        return rightToLeft ? ISOLATE + name + END_ISOLATE : name;
    }
}
