package io.makolet.definitions;

import io.makolet.domain.offer.OfferContent;
import io.makolet.domain.offer.OfferDefinition;
import io.makolet.domain.offer.OfferDefinition.Benefit;
import io.makolet.domain.segment.Condition;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what is particular to an offer. */
final class OfferReader {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} &_.-]*");
    private static final Pattern ADDRESS = Pattern.compile("(https?://|/)\\S*");
    private static final String ENGLISH = "en";

    private final Keys keys;
    private final ConditionReader conditions;
    private final Report report;

    OfferReader(Keys keys, ConditionReader conditions, Report report) {
        this.keys = keys;
        this.conditions = conditions;
        this.report = report;
    }

    /** The offer, or null if there are problems. */
    @Nullable
    OfferDefinition read() {
        int before = report.size();
        YamlNode.Scalar category = keys.text(keys.required("category"), "category");
        if (category != null) {
            checkName(category, "category");
        }
        Benefit benefit = benefit();
        Money money = money();
        Validity validity = validity();
        Set<String> placements = names("placements");
        Set<String> channels = channels();
        Set<String> products = names("products");
        YamlNode node = keys.optional("eligible");
        Condition eligible = node == null ? null : conditions.read(node, Language.OVER_SEGMENTS);
        Map<String, OfferContent> contents = contents();
        if (report.size() > before || category == null || benefit == null || money == null || contents.isEmpty()) {
            return null;
        }
        return new OfferDefinition(
                category.value(),
                benefit,
                money.margin(),
                money.cost(),
                money.currency(),
                validity.from(),
                validity.until(),
                placements,
                channels,
                products,
                eligible,
                contents);
    }

    private @Nullable Benefit benefit() {
        YamlNode node = keys.required("benefit");
        Keys benefit = node == null ? null : Keys.of(node, "`benefit`", Language.BENEFIT, report);
        if (benefit == null) {
            return null;
        }
        String kind = benefit.word("kind", Language.BENEFIT_KINDS);
        boolean described = "none".equals(kind) && benefit.optional("text") == null;
        String text = described ? "" : benefit.requiredText("text");
        return kind == null || text == null
                ? null
                : new Benefit(OfferDefinition.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), text);
    }

    /** Margin and cost in millionths of one currency. */
    private record Money(long margin, long cost, String currency) {}

    private @Nullable Money money() {
        YamlNode.Scalar marginText = keys.scalar(keys.required("margin"), "margin", "an amount such as 2.50 GBP");
        YamlNode.Scalar costText =
                keys.scalar(keys.optional("benefit_cost"), "benefit_cost", "an amount such as 2.50 GBP");
        Quantities.Amount margin = amount(marginText, "margin");
        Quantities.Amount cost = amount(costText, "benefit_cost");
        if (margin == null) {
            return null;
        }
        if (cost == null || costText == null) {
            return new Money(margin.micros(), 0, margin.currency());
        }
        if (!cost.currency().equals(margin.currency())) {
            report.problem(
                    costText,
                    "`benefit_cost` is in " + cost.currency() + ", expected " + margin.currency() + " as in `margin`");
        } else if (margin.micros() > 0 && cost.micros() >= margin.micros()) {
            report.problem(
                    costText,
                    "`benefit_cost` " + Wording.quote(costText.value())
                            + " eats up the margin, expected less than it: such an offer is never shown");
        }
        return new Money(margin.micros(), cost.micros(), margin.currency());
    }

    private Quantities.@Nullable Amount amount(YamlNode.@Nullable Scalar text, String key) {
        Quantities.Amount amount = text == null ? null : report.parse(text, 0, text.value(), Quantities::amount);
        if (text != null && amount != null) {
            if (key.equals("margin") && amount.micros() <= 0) {
                report.problem(
                        text,
                        "`margin` is " + Wording.quote(text.value())
                                + ", expected more than 0: such an offer is never shown");
            } else if (amount.micros() < 0) {
                report.problem(text, "`" + key + "` is " + Wording.quote(text.value()) + ", expected 0 or more");
            }
        }
        return amount;
    }

    /** From when and until when, milliseconds UTC. */
    private record Validity(long from, long until) {}

    private Validity validity() {
        YamlNode node = keys.optional("valid");
        Keys valid = node == null ? null : Keys.of(node, "`valid`", Language.VALID, report);
        if (valid == null) {
            return new Validity(Long.MIN_VALUE, Long.MAX_VALUE);
        }
        YamlNode.Scalar fromText = valid.text(valid.optional("from"), "from");
        YamlNode.Scalar untilText = valid.text(valid.optional("until"), "until");
        if (valid.optional("from") == null && valid.optional("until") == null) {
            report.problem(valid.start(), "`valid` is empty, expected `from`, `until` or both");
        }
        long from = instant(fromText, Long.MIN_VALUE);
        long until = instant(untilText, Long.MAX_VALUE);
        if (fromText != null && untilText != null && from != Long.MIN_VALUE && from >= until) {
            report.problem(
                    untilText,
                    "valid until " + Wording.quote(untilText.value()) + ", expected an instant after "
                            + Wording.quote(fromText.value()));
        }
        return new Validity(from, until);
    }

    private long instant(YamlNode.@Nullable Scalar text, long otherwise) {
        Long instant = text == null ? null : report.parse(text, 0, text.value(), Quantities::instant);
        return Objects.requireNonNullElse(instant, otherwise);
    }

    private Set<String> names(String key) {
        Set<String> names = new LinkedHashSet<>();
        for (YamlNode.Scalar name : keys.texts(keys.optional(key), key)) {
            checkName(name, "an entry of `" + key + "`");
            names.add(name.value());
        }
        return names;
    }

    private void checkName(YamlNode.Scalar name, String what) {
        if (!NAME.matcher(name.value()).matches()) {
            report.problem(
                    name,
                    what + " is " + Wording.quote(name.value()) + ", expected letters, digits, blanks and & - _ .");
        }
    }

    private Set<String> channels() {
        Set<String> channels = new LinkedHashSet<>();
        for (YamlNode.Scalar channel : keys.texts(keys.optional("channels"), "channels")) {
            if (!Language.CHANNELS.contains(channel.value())) {
                report.problem(
                        channel,
                        "unknown channel " + Wording.quote(channel.value())
                                + Wording.expected(channel.value(), Language.CHANNELS));
            }
            channels.add(channel.value());
        }
        return channels;
    }

    private Map<String, OfferContent> contents() {
        YamlNode node = keys.required("content");
        YamlNode.Mapping mapping =
                node == null ? null : Keys.mapping(node, "`content`", "of languages, such as en, he and ar", report);
        Map<String, OfferContent> contents = new LinkedHashMap<>();
        if (mapping == null) {
            return contents;
        }
        if (mapping.entry(ENGLISH).isEmpty()) {
            report.problem(mapping, "`content` has no English, expected `en` with a `title`");
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            checkLanguage(entry.key());
            OfferContent content = content(entry);
            if (content != null) {
                contents.put(entry.key().value(), content);
            }
        }
        return contents;
    }

    private void checkLanguage(YamlNode.Scalar tag) {
        try {
            new Locale.Builder().setLanguageTag(tag.value());
        } catch (IllformedLocaleException e) {
            String hyphened = tag.value().replace('_', '-');
            report.problem(
                    tag,
                    "unknown language " + Wording.quote(tag.value())
                            + (hyphened.equals(tag.value())
                                    ? ", expected a BCP 47 tag such as en, he or pt-BR"
                                    : "; did you mean `" + hyphened + "`?"));
        }
    }

    private @Nullable OfferContent content(YamlNode.Entry entry) {
        String language = Wording.quote(entry.key().value());
        Keys content = Keys.of(entry.value(), "content " + language, Language.CONTENT, report);
        if (content == null) {
            return null;
        }
        String title = content.requiredText("title");
        String text = content.optionalText("text");
        String callToAction = content.optionalText("call_to_action");
        String image = address(content, "image");
        String url = address(content, "url");
        return title == null ? null : new OfferContent(title, orEmpty(text), orEmpty(callToAction), image, url);
    }

    private String address(Keys content, String key) {
        YamlNode.Scalar address = content.text(content.optional(key), key);
        if (address != null && !ADDRESS.matcher(address.value()).matches()) {
            report.problem(
                    address,
                    "`" + key + "` is " + Wording.quote(address.value())
                            + ", expected an address that begins with https://, http:// or /");
        }
        return address == null ? "" : address.value();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
