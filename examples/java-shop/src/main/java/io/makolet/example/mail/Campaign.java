package io.makolet.example.mail;

import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.Offer;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import liqp.Template;
import liqp.TemplateParser;
import liqp.exceptions.LiquidException;

/**
 * What a mail says and who gets it: a folder with {@code campaign.properties}, {@code mail.html} and {@code mail.txt}, both Liquid.
 * Values stand in the HTML with its special characters written as entities, so that no text of an offer becomes markup. Safe for
 * threads.
 */
final class Campaign {

    private static final Set<String> RIGHT_TO_LEFT = Set.of("ar", "fa", "he", "ur", "yi");
    private static final Set<String> KEYS =
            Set.of("id", "from", "placement", "limit", "consent", "unknown", "door", "unsubscribe");

    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, Map<String, String>> words = new TreeMap<>();
    // One template for each thread: the library keeps what it is rendering in it.
    private final ThreadLocal<Template> html;
    private final ThreadLocal<Template> text;
    private final String domain;
    private final int limit;
    private final boolean toUnknown;

    /** @throws MailingException if a setting is missing, wrong or not known, with the setting */
    Campaign(Path folder) throws IOException {
        Properties properties = new Properties();
        Path file = folder.resolve("campaign.properties");
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        for (String key : properties.stringPropertyNames()) {
            String value = properties.getProperty(key).strip();
            int dot = key.indexOf('.');
            if (dot > 0) {
                words.computeIfAbsent(key.substring(0, dot), language -> new HashMap<>())
                        .put(key.substring(dot + 1), value);
            } else if (KEYS.contains(key)) {
                settings.put(key, value);
            } else {
                throw new MailingException(file + " has '" + key + "', expected one of " + KEYS + " or LANGUAGE.WORD");
            }
        }
        for (Map.Entry<String, Map<String, String>> language : words.entrySet()) {
            if (!language.getValue().containsKey("subject")) {
                throw new MailingException(file + " has no '" + language.getKey() + ".subject'");
            }
        }
        for (String key : List.of("id", "from", "placement", "door", "unsubscribe")) {
            if (!settings.containsKey(key)) {
                throw new MailingException(file + " has no '" + key + "'");
            }
        }
        domain = domain(file, setting("from"));
        limit = limit(file, settings.getOrDefault("limit", "1"));
        toUnknown = switch (settings.getOrDefault("unknown", "skip")) {
            case "send" -> true;
            case "skip" -> false;
            default ->
                throw new MailingException(
                        file + " has unknown=" + settings.get("unknown") + ", expected send or skip");
        };
        html = template(folder.resolve("mail.html"));
        text = template(folder.resolve("mail.txt"));
    }

    private static ThreadLocal<Template> template(Path file) throws IOException {
        String source = Files.readString(file);
        TemplateParser parser = new TemplateParser.Builder().build();
        ThreadLocal<Template> template = ThreadLocal.withInitial(() -> parser.parse(source));
        try {
            template.get();
        } catch (LiquidException e) {
            throw new MailingException(file + ": " + e.getMessage() + ", expected Liquid", e);
        }
        return template;
    }

    private static String domain(Path file, String from) {
        try {
            String address = new InternetAddress(from, true).getAddress();
            int at = address.lastIndexOf('@');
            if (at > 0) {
                return address.substring(at + 1);
            }
        } catch (AddressException e) {
            throw new MailingException(wrongFrom(file, from), e);
        }
        throw new MailingException(wrongFrom(file, from));
    }

    private static String wrongFrom(Path file, String from) {
        return file + " has from=" + from + ", expected an address such as shop@example.com";
    }

    private static int limit(Path file, String value) {
        if (!value.matches("[1-9]|1[0-9]|20")) {
            throw new MailingException(file + " has limit=" + value + ", expected 1 to 20");
        }
        return Integer.parseInt(value);
    }

    /** Name, which tells this mailing from others. */
    String id() {
        return setting("id");
    }

    /** Where mails are from, behind the {@code @}. */
    String domain() {
        return domain;
    }

    /** Address that mails are from. */
    String from() {
        return setting("from");
    }

    String placement() {
        return setting("placement");
    }

    /** Most offers in a mail. */
    int limit() {
        return limit;
    }

    /** Purpose without whose consent nobody gets the mail; empty for none. */
    String consent() {
        return settings.getOrDefault("consent", "");
    }

    /** Are offers for anybody sent to those of whom nothing is known? */
    boolean toUnknown() {
        return toUnknown;
    }

    Set<String> languages() {
        return words.keySet();
    }

    /** Page by which the customer whom a token stands for gets no more mails. */
    String unsubscribe(String token) {
        return with(setting("unsubscribe"), "t=" + token);
    }

    private String setting(String key) {
        String value = settings.get(key);
        if (value == null) {
            throw new IllegalStateException("no '" + key + "'");
        }
        return value;
    }

    /** A mail's texts. */
    record Filled(String subject, String html, String text) {}

    /** Fills the templates for a customer whom a token stands for in all links. */
    Filled fill(String language, String token, GetOffersResponse answer) {
        Map<String, String> said = words.getOrDefault(language, Map.of());
        List<Map<String, Object>> offers = new ArrayList<>();
        for (Offer offer : answer.getOffersList()) {
            offers.add(Map.of(
                    "id", offer.getId(),
                    "title", offer.getTitle(),
                    "text", offer.getText(),
                    "call_to_action", offer.getCallToAction(),
                    "link",
                            with(
                                    offer.getUrl(),
                                    "t=" + token + "&d=" + answer.getDecisionId() + "&o=" + offer.getId())));
        }
        Map<String, Object> values = Map.of(
                "language",
                language,
                "dir",
                RIGHT_TO_LEFT.contains(language) ? "rtl" : "ltr",
                "words",
                said,
                "offers",
                offers,
                "image",
                setting("door") + "/v1/t/" + token + "/image.png?placement=" + placement() + "&language=" + language,
                "unsubscribe",
                unsubscribe(token));
        return new Filled(
                said.getOrDefault("subject", ""),
                html.get().render(texts(values, Campaign::escape)),
                text.get().render(texts(values, UnaryOperator.identity())));
    }

    private static String with(String url, String query) {
        return url.isEmpty() ? "" : url + (url.contains("?") ? "&" : "?") + query;
    }

    /** The values as the library wants them, which looks for keys that are null, with all texts changed. */
    private static Map<String, Object> texts(Map<?, ?> values, UnaryOperator<String> change) {
        Map<String, Object> changed = new HashMap<>();
        values.forEach((key, value) -> changed.put(String.valueOf(key), text(value, change)));
        return changed;
    }

    private static Object text(Object value, UnaryOperator<String> change) {
        if (value instanceof Map<?, ?> map) {
            return texts(map, change);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(one -> text(one, change)).toList();
        }
        return change.apply(value.toString());
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
