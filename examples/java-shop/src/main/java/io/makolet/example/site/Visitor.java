package io.makolet.example.site;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who looks at the page, by a cookie.
 *
 * @param id of the browser
 * @param language in which offers are asked for
 */
record Visitor(String id, String language) {

    private static final Pattern COOKIE = Pattern.compile("(?:^|; ?)visitor=([0-9a-f-]{36})(?:;|$)");
    private static final Set<String> LANGUAGES = Set.of("en", "he", "ar");

    /** Reads the cookie, and sets it where there is none. */
    static Visitor of(HttpExchange exchange) {
        String cookies = String.join("; ", exchange.getRequestHeaders().getOrDefault("Cookie", List.of()));
        Matcher known = COOKIE.matcher(cookies);
        String id = known.find() ? known.group(1) : UUID.randomUUID().toString();
        exchange.getResponseHeaders()
                .set("Set-Cookie", "visitor=" + id + "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax");
        String language = Form.of(exchange.getRequestURI().getRawQuery()).get("lang");
        return new Visitor(id, LANGUAGES.contains(language) ? language : "en");
    }

    /** As Makolet names somebody who has not signed in. */
    String customer() {
        return "anonymous:" + id;
    }

    /** Direction of the language's writing. */
    String direction() {
        return language.equals("en") ? "ltr" : "rtl";
    }
}
