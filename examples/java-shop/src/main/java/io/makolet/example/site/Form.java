package io.makolet.example.site;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields of a form or an address; the first of each name. */
record Form(Map<String, String> fields) {

    static Form of(@Nullable String encoded) {
        Map<String, String> fields = new HashMap<>();
        if (encoded != null) {
            for (String field : encoded.split("&", -1)) {
                int equals = field.indexOf('=');
                if (equals > 0) {
                    fields.putIfAbsent(decoded(field.substring(0, equals)), decoded(field.substring(equals + 1)));
                }
            }
        }
        return new Form(fields);
    }

    /** The value of a field; empty where there is none. */
    String get(String name) {
        return fields.getOrDefault(name, "");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
