package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the text, the answer is drafts or problems with a place in it: nothing is thrown. */
class FuzzTest {

    private static final String VALID = """
            kind: Profile
            id: customer
            fields:
              country: {type: choice, values: [GB, "IL"], personal: true, description: 'It''s home'}
              visits: {type: number}
              birthday: {type: date}
              home: {type: place}
            ---
            kind: Events
            id: own
            types: {showroom_visit: {topic: clickstream}}
            ---
            kind: Branches
            id: shops
            branches: {jaffa: {name: Jaffa, lat: 32.0540, lon: 34.7530}}
            ---
            kind: CutPoints
            id: ages
            as_of: 2026-11-01
            customers: 12
            of: {recency: {event: purchase, of: first, where: e.units > 1}}
            points: {20: 3d, "80": 90 d}
            ---
            kind: Segment
            id: a
            owner: me
            title: "Tab\\t and \\u05d0"
            when:
              all:
                - aggregate: {event: [purchase, cancel], fn: sum, of: amount, over: 90d, where: "e.country != 'x' && size(e.categories) > 2", is: ">= 2.50"}
                - not: {recency: {event: showroom_visit, of: first, is: "< 30d"}}
                - at_least: {n: 2, of: [{cel: p.visits > 1}, {cel: p.visits > 2}]}
                - aggregate: {event: product_view, fn: distinct, of: category, over: last 5, since: {event: purchase, where: e.units > 1}, is: ">= 2"}
                - ratio: {of: {event: cancel, fn: count}, to: {event: purchase, fn: avg, of: units}, over: this month, since: cancel, is: "> 0.5"}
                - sequence: {first: cart_add, then: [purchase, [cancel, purchase]], then_not: {event: purchase, where: e.units > 1}, by: cart_id, within: 1h, grace: 60s, over: 30d}
                - anniversary: {of: p.birthday, from: -7d, to: 2w}
                - season: {calendar: hebrew, day: 15 Nisan, from: -14d, to: 8d}
                - season: {calendar: gregorian, day: fourth Thursday of November}
                - sample: {salt: pilot, percent: 12.5}
                - near: {place: p.home, lat: 32.0775, lon: -34.7740, within: 5km}
                - near: {place: p.home, branch: jaffa, within: 1.5 km}
                - nearest_branch: {place: p.home, in: [jaffa], within: 500m}
                - percentile: {of: ages, is: " >= 80"}
                - bought_without: {item: "it's", without: 'b', field: brands, over: this year}
                - lives_in: {place: [GB, IL]}
                - cel: >-
                    has(p.country) && p.country in ['GB',
                      'IL'] || -p.visits * 2.5 >= 3
            ---
            kind: Offer
            id: o
            owner: me
            title: An offer
            category: garden
            benefit: {kind: hard, text: 10 % off}
            margin: 2.50 GBP
            benefit_cost: 0.50 GBP
            valid: {from: 2026-01-01, until: 2026-02-01T10:00:00+02:00}
            placements: [home-hero]
            eligible: {any: [{in: a}, {not: {in: a}}]}
            content:
              en: {title: Garden, url: /garden}
              he: {title: גינה}
            """;

    private static final String SEGMENT = "---\nkind: Segment\nid: s\nowner: me\ntitle: t\n";

    private static final List<String> TOKENS = List.of(
            "e",
            "p",
            ".",
            "country",
            "amount",
            "categories",
            "visits",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            "'x'",
            "\"y\"",
            "'",
            "1",
            "2.5",
            "-",
            "!",
            "==",
            "!=",
            "<",
            ">=",
            "&&",
            "||",
            "in",
            "+",
            "*",
            "/",
            "%",
            "?",
            ":",
            "has",
            "size",
            "true",
            "null",
            "contains",
            " ",
            " ",
            "\n",
            "0x1F",
            "1u",
            "b'a'",
            "//",
            "r'\\'",
            "all",
            "x",
            "ש",
            "😀",
            "1e999",
            "`a`",
            "@");

    private static final List<String> KEYS = Stream.of(
                    Language.OVER_EVENTS_AND_PROFILE,
                    Language.AT_LEAST,
                    Language.AGGREGATE,
                    Language.RATIO,
                    Language.SEQUENCE,
                    Language.ANNIVERSARY,
                    Language.SEASON,
                    Language.SAMPLE,
                    Language.NEAR,
                    Language.NEAREST_BRANCH)
            .flatMap(List::stream)
            .distinct()
            .toList();

    private static final List<String> VALUES = Stream.of(
                    Language.FUNCTIONS,
                    List.of("purchase", "cart_add", "showroom_visit", "amount", "quantity", "cart_id", "p.vip"),
                    List.of(
                            "this day",
                            "this",
                            "last 5",
                            "last",
                            "last 0",
                            "lifetime",
                            "90d",
                            "1h",
                            "d",
                            "0",
                            "2",
                            "-1"),
                    List.of("'>= 2'", "'< 1d'", "'>='", "e.units > 1", "''", "~", "true"))
            .flatMap(List::stream)
            .toList();

    @Test
    void validTextIsTheBaseOfAllMutations() {
        assertThat(check(VALID)).isInstanceOf(Drafts.class);
    }

    @Test
    void takesRandomBytes(@TempDir Path folder) throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            Files.write(folder.resolve("a.yaml"), bytes);
            assertThatCode(() -> checkPlaces(DefinitionFiles.load(folder), ""))
                    .as("bytes %s", new String(bytes, StandardCharsets.ISO_8859_1))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void takesMutatedDefinitions() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(VALID);
            int mutations = 1 + random.nextInt(4);
            for (int i = 0; i < mutations; i++) {
                mutate(text, random);
            }
            takes(text.toString(), seed);
        }
    }

    @Test
    void takesSoupOfExpressionTokens() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            String soup = IntStream.range(0, 1 + random.nextInt(14))
                    .mapToObj(i -> TOKENS.get(random.nextInt(TOKENS.size())))
                    .collect(Collectors.joining(random.nextBoolean() ? "" : " "));
            String quoted = "'" + soup.replace("'", "''").replace("\n", " ") + "'";
            String block = "|\n      " + soup.replace("\n", "\n      ");
            takes(Shop.VOCABULARY + SEGMENT + "when: {cel: " + quoted + "}", seed);
            takes(
                    Shop.VOCABULARY + SEGMENT + "when:\n  recency:\n    event: purchase\n    is: '< 1d'\n    where: "
                            + block,
                    seed);
        }
    }

    @Test
    void takesSoupOfConditions() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            String operator = pick(Language.OVER_EVENTS_AND_PROFILE, random);
            takes(Shop.VOCABULARY + SEGMENT + "when: {" + operator + ": " + soup(random, 3) + "}", seed);
        }
    }

    private static String soup(Random random, int depth) {
        int size = random.nextInt(5);
        return switch (random.nextInt(depth == 0 ? 1 : 3)) {
            case 0 -> pick(VALUES, random);
            case 1 ->
                IntStream.range(0, size)
                        .mapToObj(i -> soup(random, depth - 1))
                        .collect(Collectors.joining(", ", "[", "]"));
            default ->
                IntStream.range(0, size)
                        .mapToObj(i -> pick(KEYS, random))
                        .distinct()
                        .map(key -> key + ": " + soup(random, depth - 1))
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    private static String pick(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }

    @Test
    void takesDeepNesting() {
        takes("[".repeat(5_000), 0);
        takes("{a: ".repeat(5_000), 0);
        takes("- ".repeat(5_000), 0);
        takes("when: {not: ".repeat(40) + "}".repeat(40), 0);
        for (String deep :
                List.of("(".repeat(3_000), "!".repeat(3_000) + "true", "-".repeat(3_000) + "1", "[".repeat(3_000))) {
            takes(SEGMENT + "when: {cel: \"" + deep + "\"}", 0);
        }
        String chain = IntStream.range(0, 400).mapToObj(i -> "has(p.a)").collect(Collectors.joining(" && "));
        takes(SEGMENT + "when: {cel: \"" + chain + "\"}", 0);
        String sum = IntStream.range(0, 400).mapToObj(i -> "1").collect(Collectors.joining(" + "));
        takes(SEGMENT + "when: {cel: \"" + sum + " > 1\"}", 0);
    }

    @Test
    void takesLongChainsAndCyclesOfSegments() {
        assertThat(check(chain("{recency: {event: purchase, is: '< 1d'}}"))).isInstanceOf(Drafts.class);
        assertThat(check(chain("{in: s0}")))
                .isInstanceOfSatisfying(
                        Problems.class,
                        found -> assertThat(found.problems())
                                .hasSize(1)
                                .allSatisfy(problem -> assertThat(problem.message())
                                        .startsWith("segment `s0` is made of itself: s0 -> s1 -> ")
                                        .endsWith(" -> s9999 -> s0")));
    }

    private static String chain(String last) {
        int length = 10_000;
        return IntStream.range(0, length)
                .mapToObj(i -> "{kind: Segment, id: s%d, owner: a, title: a, when: %s}\n"
                        .formatted(i, i + 1 < length ? "{in: s" + (i + 1) + "}" : last))
                .collect(Collectors.joining("---\n"));
    }

    private static void mutate(StringBuilder text, Random random) {
        int at = random.nextInt(text.length());
        int length = Math.min(text.length() - at, random.nextInt(12));
        switch (random.nextInt(5)) {
            case 0 -> text.delete(at, at + length);
            case 1 -> text.insert(at, text.substring(at, at + length));
            case 2 -> text.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
            case 3 -> text.setCharAt(at, (char) random.nextInt(0x2100));
            default -> {
                int other = random.nextInt(text.length());
                char c = text.charAt(at);
                text.setCharAt(at, text.charAt(other));
                text.setCharAt(other, c);
            }
        }
    }

    private static void takes(String text, int seed) {
        assertThatCode(() -> checkPlaces(check(text), text))
                .as("seed %d, text:%n%s", seed, text)
                .doesNotThrowAnyException();
    }

    private static Checked check(String text) {
        return DefinitionFiles.check(List.of(new SourceFile("a.yaml", text)));
    }

    private static void checkPlaces(Checked checked, String text) {
        if (checked instanceof Problems problems) {
            for (Problem problem : problems.problems()) {
                assertThat(problem.message()).isNotBlank().doesNotContain("\n");
                assertThat(problem.line())
                        .isBetween(
                                0,
                                text.isEmpty()
                                        ? Integer.MAX_VALUE
                                        : 1
                                                + (int) text.chars()
                                                        .filter(c -> c == '\n' || c == '\r')
                                                        .count());
                assertThat(problem.column()).isGreaterThanOrEqualTo(0);
                assertThat(problem.render()).contains(problem.message());
            }
        }
    }
}
