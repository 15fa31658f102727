package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schema and the loader speak of the same language. */
class JsonSchemaTest {

    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");

    @ParameterizedTest
    @CsvSource({
        "segment, SEGMENT",
        "stay, STAY",
        "offer, OFFER",
        "profile, PROFILE",
        "events, EVENTS",
        "eligible, OVER_SEGMENTS",
        "atLeast, AT_LEAST",
        "aggregate, AGGREGATE",
        "ratio, RATIO",
        "measure, MEASURE",
        "recency, RECENCY",
        "replenish, REPLENISH",
        "gap, GAP",
        "top, TOP",
        "sequence, SEQUENCE",
        "anniversary, ANNIVERSARY",
        "season, SEASON",
        "sample, SAMPLE",
        "branches, BRANCHES",
        "branch, BRANCH",
        "cutPoints, CUT_POINTS",
        "metric, METRIC",
        "metricAggregate, METRIC_AGGREGATE",
        "metricRecency, METRIC_RECENCY",
        "percentile, PERCENTILE",
        "near, NEAR",
        "nearestBranch, NEAREST_BRANCH",
        "eventsThat, EVENTS_THAT",
        "benefit, BENEFIT",
        "valid, VALID",
        "content, CONTENT",
        "field, FIELD",
        "eventType, EVENT_TYPE"
    })
    void hasTheKeysOfTheLanguage(String definition, String constant) throws Exception {
        JsonNode properties = JsonSchema.TEXT.at("/definitions/" + definition + "/properties");
        List<String> keys = new ArrayList<>();
        properties.fieldNames().forEachRemaining(keys::add);
        assertThat(keys).isEqualTo(Language.class.getDeclaredField(constant).get(null));
    }

    @Test
    void hasTheConditionsOfTheLanguage() {
        List<String> conditions = new ArrayList<>(Language.OVER_EVENTS_AND_PROFILE);
        conditions.addAll(Macros.names());
        List<String> keys = new ArrayList<>();
        JsonSchema.TEXT.at("/definitions/condition/properties").fieldNames().forEachRemaining(keys::add);
        assertThat(keys).isEqualTo(conditions);
    }

    @ParameterizedTest
    @CsvSource({
        "/properties/kind/enum, KINDS",
        "/definitions/aggregate/properties/fn/enum, FUNCTIONS",
        "/definitions/measure/properties/fn/enum, RATIO_FUNCTIONS",
        "/definitions/metricAggregate/properties/fn/enum, FUNCTIONS",
        "/definitions/recency/properties/of/enum, RECENCY_OF",
        "/definitions/metricRecency/properties/of/enum, RECENCY_OF",
        "/definitions/season/properties/calendar/enum, CALENDARS",
        "/definitions/benefit/properties/kind/enum, BENEFIT_KINDS",
        "/definitions/channel/enum, CHANNELS",
        "/definitions/eventType/properties/topic/enum, OPEN_TOPICS"
    })
    void hasTheWordsOfTheLanguage(String pointer, String constant) throws Exception {
        assertThat(words(pointer))
                .isEqualTo(Language.class.getDeclaredField(constant).get(null));
    }

    @Test
    void isASchemaOfItsDialect() {
        assertThat(JsonSchema.TEXT.path("$schema").asText()).endsWith("/2020-12/schema");
        assertThat(JsonSchema.validateItself()).isEmpty();
    }

    @Test
    void saysWhatEveryKeyMeans() {
        JsonSchema.TEXT
                .path("definitions")
                .properties()
                .forEach(definition -> definition
                        .getValue()
                        .path("properties")
                        .properties()
                        .forEach(key -> assertThat(isDescribed(key.getValue()))
                                .as("%s in %s", key.getKey(), definition.getKey())
                                .isTrue()));
    }

    /** The document's kind is described once, for all kinds. */
    private static boolean isDescribed(JsonNode property) {
        String reference = property.path("$ref").asText("#").substring(1);
        return property.isEmpty()
                || property.has("description")
                || JsonSchema.TEXT.at(reference).has("description");
    }

    @ParameterizedTest
    @ValueSource(strings = {"language.md", "../docs/segments.md"})
    void takesWhatThePagesShow(String page) throws IOException {
        Matcher snippets = SNIPPET.matcher(Files.readString(Path.of(page)));
        int count = 0;
        for (; snippets.find(); count++) {
            String snippet = snippets.group(1);
            assertThat(JsonSchema.validate(Shop.withHead(snippet))).as(snippet).isEmpty();
        }
        assertThat(count).isPositive();
    }

    @Test
    void hasTheTypesOfProfileFields() {
        assertThat(words("/definitions/field/properties/type/enum")).isEqualTo(ProfileReader.TYPES);
    }

    @Test
    void takesWhatTheLoaderTakes() {
        assertThat(JsonSchema.validate(Shop.VOCABULARY)).isEmpty();
        for (String when : List.of(
                "{aggregate: {event: [purchase], fn: count, over: 90 d, is: ' >= 2 '}}",
                "{aggregate: {event: purchase, fn: sum, of: amount, over: lifetime, is: '<-1.500000'}}",
                "{not: {recency: {event: purchase, of: first, is: '!=2w', where: e.units > 1}}}",
                "{any: [{cel: p.vip}, {all: [{cel: '!p.vip'}]}]}",
                "{at_least: {n: 2, of: [{cel: p.vip}, {cel: p.vip}]}}",
                "{aggregate: {event: product_view, fn: distinct, of: category, over: this week, is: '>= 2'}}",
                "{aggregate: {event: purchase, fn: avg, of: amount, over: last 256, since: cancel, is: '>= 2.5'}}",
                "{aggregate: {event: purchase, fn: max, of: units, since: {event: [cancel, return], where: e.units > 1}, is: '< 2'}}",
                "{ratio: {of: {event: cancel, fn: count}, to: {event: purchase, fn: sum, of: units, where: e.units > 1}, over: 90d, since: [cancel], is: '> 0.5'}}",
                "{sequence: {first: purchase, then: [cancel, [purchase, return], {event: purchase, where: e.units > 1}], within: 1h, over: lifetime}}",
                "{sequence: {first: [cart_add], then_not: purchase, by: cart_id, within: 1h, grace: 60s, over: 30d}}",
                "{anniversary: {of: p.birthday}}",
                "{anniversary: {of: p.birthday, from: -2w, to: +1 d}}",
                "{season: {calendar: gregorian, day: 29 February}}",
                "{season: {calendar: gregorian, day: last Monday of May, from: -2d}}",
                "{season: {calendar: hebrew, day: 14 Adar II, from: -2w, to: 1d}}",
                "{season: {calendar: islamic, day: 10 Dhu al-Hijjah, to: 4d}}",
                "{sample: {salt: pilot-2026, percent: 12.5}}",
                "{near: {place: p.home, lat: -32.0775, lon: 34, within: 5km}}",
                "{near: {place: p.home, branch: jaffa, within: 1.5 km}}",
                "{nearest_branch: {place: p.home, in: [tel-aviv-1, jaffa], within: 30000m}}",
                "{nearest_branch: {place: p.home, in: jaffa}}",
                "{percentile: {of: spend_year, is: ' >=90 '}}",
                "{all: [{dormant: {}}, {regular_buyer: {times: 2, over: this year, event: [purchase, checkout]}}]}",
                "{not: {lives_in: {place: [GB, IL]}}}",
                "{rated: {field: stars, is: '<= 2'}}",
                "{bought_without: {item: cameras}}",
                "{bought_without: {item: CAM-1, without: [CARD-1, BAG-1], field: product_ids}}",
                "{average_order: {from: 10.50, to: 20}}",
                "{sequence: {first: {event: cart_add}, then: {event: [purchase]}, then_not: [cancel], within: 1h}}")) {
            String text = Shop.withHead("when: " + when);
            assertThat(Shop.drafts(text)).hasSize(1);
            assertThat(JsonSchema.validate(text)).as(when).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{recencyy: {event: purchase, is: '< 1d'}}",
                "{cel: p.vip, in: s}",
                "{all: []}",
                "p.vip",
                "{cel: true}",
                "{cel: ' '}",
                "{recency: {is: '< 1d'}}",
                "{recency: {event: [], is: '< 1d'}}",
                "{recency: {event: purchase, is: '< 1 day'}}",
                "{recency: {event: purchase, over: 3d, is: '< 1d'}}",
                "{at_least: {n: 0, of: [{cel: p.vip}]}}",
                "{at_least: {n: 1}}",
                "{aggregate: {event: purchase, fn: mean, of: amount, is: '> 1'}}",
                "{aggregate: {event: purchase, fn: avg, is: '> 1'}}",
                "{aggregate: {event: purchase, fn: count, of: units, is: '> 1'}}",
                "{aggregate: {event: purchase, fn: count, over: this century, is: '> 1'}}",
                "{aggregate: {event: purchase, fn: count, over: last 0, is: '> 1'}}",
                "{aggregate: {event: purchase, fn: count, over: last 257, is: '> 1'}}",
                "{aggregate: {event: purchase, fn: count, since: {where: 'true'}, is: '> 1'}}",
                "{ratio: {of: {event: cancel, fn: count}, is: '> 0.5'}}",
                "{ratio: {of: {event: cancel, fn: first, of: units}, to: {event: purchase, fn: count}, is: '> 0.5'}}",
                "{ratio: {of: {event: cancel, fn: count, over: 3d}, to: {event: purchase, fn: count}, is: '> 0.5'}}",
                "{sequence: {first: cart_add}}",
                "{sequence: {then: cart_add}}",
                "{sequence: {first: cart_add, then: []}}",
                "{sequence: {first: cart_add, then_not: purchase}}",
                "{sequence: {first: cart_add, then: purchase, grace: 1m}}",
                "{sequence: {first: cart_add, then: purchase, over: this month}}",
                "{season: {calendar: hebrew}}",
                "{season: {calendar: julian, day: 25 December}}",
                "{season: {calendar: gregorian, day: 2026-12-25}}",
                "{season: {calendar: gregorian, day: fifth Monday of May}}",
                "{near: {place: p.home, within: 5km}}",
                "{near: {place: p.home, branch: jaffa}}",
                "{near: {place: p.home, lat: 32, within: 5km}}",
                "{near: {place: p.home, lat: 32, lon: 181, within: 5km}}",
                "{near: {place: p.home, lat: 32, lon: 34, branch: jaffa, within: 5km}}",
                "{near: {place: p.home, branch: jaffa, within: 5 miles}}",
                "{nearest_branch: {place: p.home, in: []}}",
                "{percentile: {of: spend_year}}",
                "{percentile: {of: spend_year, is: '> 90'}}",
                "{percentile: {of: spend_year, is: '>= 100'}}",
                "{percentile: {is: '>= 90'}}",
                "{sample: {percent: 10}}",
                "{sample: {salt: a, percent: 0}}",
                "{sample: {salt: a, percent: 100.5}}",
                "{sample: {salt: a, percent: 10 %}}",
                "{anniversary: {from: -7d}}",
                "{anniversary: {of: birthday}}",
                "{anniversary: {of: p.birthday, from: -7}}",
                "{anniversary: {of: p.birthday, to: 12h}}",
                "{dormannt: {}}",
                "{dormant: {since: 90d}}",
                "{dormant: {for: 90 days}}",
                "{dormant: 90d}",
                "{regular_buyer: {times: 0}}",
                "{regular_buyer: {times: 2.5}}",
                "{prefers_channel: {}}",
                "{prefers_channel: {channel: 5}}",
                "{prefers_channel: {channel: app, share: 1.5}}",
                "{lives_in: {place: []}}",
                "{rated: {field: p.stars, is: '<= 2'}}",
                "{rated: {field: stars, is: 2}}",
                "{average_order: {from: much}}",
                "{aggregate: {event: purchase, fn: count, over: 3 months, is: '> 1'}}",
                "{aggregate: {event: purchase, fn: count, is: 2}}",
                "{aggregate: {event: purchase, fn: count, is: '=> 2'}}",
                "{aggregate: {event: purchase, fn: count, is: '> 0.1234567'}}"
            })
    void refusesWhatTheLoaderRefuses(String when) {
        String text = Shop.withHead("when: " + when + "\n");
        assertThat(Shop.problems(text)).isNotBlank();
        assertThat(JsonSchema.validate(text)).as(when).isNotEmpty();
    }

    @Test
    void refusesOffersProfilesAndEventsThatTheLoaderRefuses() {
        for (String text : List.of(
                "{kind: Offer, id: o}",
                "{kind: Offer, id: o, owner: a, title: b, category: c, benefit: {kind: none}, margin: 2, content: {en: {title: x}}}",
                "{kind: Offer, id: o, owner: a, title: b, category: c, benefit: {kind: hard}, margin: 2 GBP, content: {en: {title: x}}}",
                "{kind: Offer, id: o, owner: a, title: b, category: c, benefit: {kind: none}, margin: 2 GBP, content: {he: {title: x}}}",
                "{kind: Offer, id: o, owner: a, title: b, category: c, benefit: {kind: none}, margin: 2 GBP, content: {en: {title: x, url: x}}}",
                "{kind: Offer, id: o, owner: a, title: b, category: c, benefit: {kind: none}, margin: 2 GBP, eligible: {cel: p.vip}, content: {en: {title: x}}}",
                "{kind: Profile, id: q, fields: {A: {type: text}}}",
                "{kind: Profile, id: q, fields: {a: {type: text, values: [x]}}}",
                "{kind: Events, id: q, types: {a: {topic: purchases}}}",
                "{kind: Events, id: 5x, types: {a: {topic: clickstream}}}",
                "{kind: Branches, id: q, branches: {}}",
                "{kind: Branches, id: q, branches: {a: {name: A, lat: 1}}}",
                "{kind: Branches, id: q, branches: {a b: {name: A, lat: 1, lon: 2}}}",
                "{kind: Branches, id: q, branches: {a: {name: A, lat: 91, lon: 2}}}",
                "{kind: CutPoints, id: q, as_of: 2026-11-01, customers: 9, of: {recency: {event: purchase}}, points: {}}",
                "{kind: CutPoints, id: q, as_of: 2026-11-01, customers: 0, of: {recency: {event: purchase}}, points: {50: 9d}}",
                "{kind: CutPoints, id: q, as_of: today, customers: 9, of: {recency: {event: purchase}}, points: {50: 9d}}",
                "{kind: CutPoints, id: q, as_of: 2026-11-01, customers: 9, of: {}, points: {50: 9d}}",
                "{kind: CutPoints, id: q, as_of: 2026-11-01, customers: 9, of: {recency: {event: purchase}}, points: {100: 9d}}",
                "{kind: Segmant, id: s}",
                "{id: s}")) {
            assertThat(Shop.problems(text)).isNotBlank();
            assertThat(JsonSchema.validate(text)).as(text).isNotEmpty();
        }
    }

    private static List<String> words(String pointer) {
        List<String> words = new ArrayList<>();
        JsonSchema.TEXT.at(pointer).forEach(word -> words.add(word.asText()));
        return words;
    }
}
