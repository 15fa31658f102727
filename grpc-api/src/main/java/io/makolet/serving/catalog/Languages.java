package io.makolet.serving.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values by BCP 47 language tag, looked up as RFC 4647 says: he-IL finds he-IL, else he. */
public final class Languages<T> {

    private static final String FALLBACK = "en";

    private final Map<String, Map.Entry<String, T>> byLowerCaseTag = new TreeMap<>();

    /** @param byTag at least one */
    public Languages(Map<String, T> byTag) {
        byTag.forEach((tag, value) -> byLowerCaseTag.put(tag.toLowerCase(Locale.ROOT), Map.entry(tag, value)));
    }

    /** The first wanted language there is, else English, else the first in order of tags. */
    public Map.Entry<String, T> best(List<String> wanted) {
        for (String tag : wanted) {
            Map.Entry<String, T> found = lookUp(tag.toLowerCase(Locale.ROOT));
            if (found != null) {
                return found;
            }
        }
        Map.Entry<String, T> fallback = byLowerCaseTag.get(FALLBACK);
        return fallback != null ? fallback : byLowerCaseTag.values().iterator().next();
    }

    private Map.@Nullable Entry<String, T> lookUp(String tag) {
        String range = tag;
        while (true) {
            Map.Entry<String, T> found = byLowerCaseTag.get(range);
            int lastPart = range.lastIndexOf('-');
            if (found != null || lastPart < 0) {
                return found;
            }
            range = range.substring(0, lastPart);
        }
    }
}
