package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.offer.OfferContent;
import io.makolet.domain.offer.OfferDefinition;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Measure;
import io.makolet.domain.segment.Window;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionFilesTest {

    private static final String SEGMENT = "kind: Segment\nid: %s\nowner: me\ntitle: T\nwhen: %s\n";
    private static final String PURCHASED = "{recency: {event: purchase, is: '< 30d'}}";

    @TempDir
    Path folder;

    @Test
    void readsAllFilesBelowButHiddenOnes() throws IOException {
        write("b/two.yml", SEGMENT.formatted("two", PURCHASED) + "---\n" + SEGMENT.formatted("three", PURCHASED));
        write("a/one.yaml", SEGMENT.formatted("one", PURCHASED));
        write("a/notes.txt", "not a definition");
        write(".git/x.yaml", "not: a definition");
        write("a/.hidden.yaml", "not: a definition");
        assertThat(drafts())
                .extracting(Draft::key, Draft::file)
                .containsExactly(
                        tuple("segment/one", folder.resolve("a/one.yaml").toString()),
                        tuple("segment/two", folder.resolve("b/two.yml").toString()),
                        tuple("segment/three", folder.resolve("b/two.yml").toString()));
    }

    @Test
    void namesAFolderThatIsNotThere() {
        Path nowhere = folder.resolve("nowhere");
        assertThat(render(DefinitionFiles.load(nowhere))).isEqualTo(nowhere + ": there is no such folder\n1 problem");
    }

    @Test
    void asksForTheFolderOfAFile() throws IOException {
        write("a.yaml", SEGMENT.formatted("a", PURCHASED));
        assertThat(render(DefinitionFiles.load(folder.resolve("a.yaml"))))
                .isEqualTo(folder + "/a.yaml: this is a file, expected the folder it is in\n1 problem");
    }

    @Test
    void saysThatAFolderHoldsNoDefinitions() {
        assertThat(render(DefinitionFiles.load(folder)))
                .isEqualTo(folder + ": no definitions, expected files *.yaml or *.yml in it or below\n1 problem");
    }

    @Test
    void pointsAtBytesThatAreNotUtf8AndChecksTheOtherFiles() throws IOException {
        Files.write(folder.resolve("a.yaml"), "title: ש\ntext: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(folder.resolve("b.yaml"), new byte[] {'#', ' ', (byte) 0xD7, (byte) 0xA9, ' ', (byte) 0xE9, '!'});
        write("c.yaml", SEGMENT.formatted("c", "{in: unknown}") + "colour: red\n");
        assertThat(render(DefinitionFiles.load(folder))).isEqualTo("""
                %1$s/a.yaml:2:10: byte 0xE9 is not UTF-8, expected the file in UTF-8
                    2 | text: caf�
                      |          ^
                %1$s/b.yaml:1:5: byte 0xE9 is not UTF-8, expected the file in UTF-8
                    1 | # ש �!
                      |     ^
                %1$s/c.yaml:6:1: unknown key `colour` in this Segment, expected kind, id, owner, title, purpose, when, stay or expires_after
                    6 | colour: red
                      | ^
                3 problems""".formatted(folder));
    }

    @Test
    void passesOverAByteOrderMark() throws IOException {
        write("a.yaml", "\uFEFF" + SEGMENT.formatted("a", "{cel: 1}"));
        assertThat(render(DefinitionFiles.load(folder))).startsWith(folder + "/a.yaml:5:13: `cel` is `1`");
    }

    @Test
    void readsLinesThatEndAsOnWindows() throws IOException {
        write("a.yaml", SEGMENT.formatted("a", "{cel: 1}").replace("\n", "\r\n"));
        assertThat(render(DefinitionFiles.load(folder))).startsWith(folder + "/a.yaml:5:13: `cel` is `1`");
    }

    @Test
    void ordersSegmentsAfterThoseTheyAreMadeOf() throws IOException {
        write("a.yaml", SEGMENT.formatted("a", "{all: [{in: c}, {not: {in: b}}]}"));
        write("b.yaml", SEGMENT.formatted("b", "{in: c}"));
        write("c.yaml", SEGMENT.formatted("c", PURCHASED));
        write("z.yaml", "kind: Profile\nid: z\nfields: {vip: {type: bool}}\n");
        assertThat(drafts()).extracting(Draft::key).containsExactly("profile/z", "segment/c", "segment/b", "segment/a");
    }

    @Test
    void makesADefinitionOfADraft() throws IOException {
        String text = "# Those who came back.\n" + SEGMENT.formatted("a", PURCHASED);
        write("a.yaml", text);
        assertThat(drafts().get(0).publish(3, 7, Definition.Status.LIVE, 1_000))
                .isEqualTo(new Definition(
                        "a",
                        3,
                        7,
                        Definition.Status.LIVE,
                        "me",
                        "T",
                        1_000,
                        text,
                        new Definition.SegmentBody(new io.makolet.domain.segment.SegmentDefinition(
                                null,
                                new Condition.Recency(
                                        spec(null, Window.LIFETIME, "purchase"),
                                        false,
                                        new Comparison(Comparison.Op.LT, 30L * 24 * 60 * 60 * 1000))))));
    }

    @Test
    void readsAggregatesInMillionths() {
        assertThat(condition(
                        "{aggregate: {event: [purchase, cancel], fn: sum, of: amount, over: 90d, is: '>= 1000.5'}}"))
                .isEqualTo(new Condition.Aggregate(
                        new Measure(
                                spec("amount", new Window.Sliding(7_776_000_000L), "cancel", "purchase"),
                                Condition.Function.SUM),
                        new Comparison(Comparison.Op.GE, 1_000_500_000)));
        assertThat(condition("{aggregate: {event: purchase, fn: count, is: '== 1'}}"))
                .isEqualTo(new Condition.Aggregate(
                        new Measure(spec(null, Window.LIFETIME, "purchase"), Condition.Function.COUNT),
                        new Comparison(Comparison.Op.EQ, 1_000_000)));
        assertThat(condition("{aggregate: {event: cart_add, fn: last, of: quantity, over: lifetime, is: '> 2'}}"))
                .isEqualTo(new Condition.Aggregate(
                        new Measure(spec("quantity", Window.LIFETIME, "cart_add"), Condition.Function.LAST),
                        new Comparison(Comparison.Op.GT, 2_000_000)));
    }

    @Test
    void readsWindows() {
        assertThat(windowOf("lifetime")).isEqualTo(Window.LIFETIME);
        assertThat(windowOf("90 d")).isEqualTo(new Window.Sliding(7_776_000_000L));
        assertThat(windowOf("last 256")).isEqualTo(new Window.LastN(256));
        for (Window.Period period : Window.Period.values()) {
            assertThat(windowOf("this " + period.name().toLowerCase(Locale.ROOT)))
                    .isEqualTo(new Window.Calendar(period));
        }
    }

    @Test
    void readsEveryFunction() {
        for (Condition.Function function : Condition.Function.values()) {
            String of = function == Condition.Function.COUNT ? null : "quantity";
            String fn = function.name().toLowerCase(Locale.ROOT);
            assertThat(condition("{aggregate: {event: cart_add, fn: %s, %s is: '< 2'}}"
                            .formatted(fn, of == null ? "" : "of: quantity,")))
                    .isEqualTo(new Condition.Aggregate(
                            new Measure(spec(of, Window.LIFETIME, "cart_add"), function),
                            new Comparison(Comparison.Op.LT, 2_000_000)));
        }
    }

    @Test
    void readsWhatIsSeenSince() {
        Condition.Aggregate since = (Condition.Aggregate) condition(
                "{aggregate: {event: product_view, fn: distinct, of: brand, over: last 5, since: {event: purchase,"
                        + " where: e.units > 1}, is: '>= 2'}}");
        EventMatch mark = Objects.requireNonNull(since.measure().spec().since());
        assertThat(since.measure().spec().window()).isEqualTo(new Window.LastN(5));
        assertThat(mark.eventTypes()).containsExactly("purchase");
        assertThat(mark.where()).isNotNull();
        assertThat(mark.whereText()).isEqualTo("e.units > 1");
        for (String event : List.of("[return, cancel]", "{event: [return, cancel]}")) {
            assertThat(condition("{aggregate: {event: purchase, fn: count, since: %s, is: '< 2'}}".formatted(event)))
                    .isEqualTo(new Condition.Aggregate(
                            new Measure(
                                    new AggregateSpec(
                                            match("purchase"), null, Window.LIFETIME, match("cancel", "return")),
                                    Condition.Function.COUNT),
                            new Comparison(Comparison.Op.LT, 2_000_000)));
        }
    }

    @Test
    void readsRatiosOverOneWindow() {
        Window month = new Window.Calendar(Window.Period.MONTH);
        assertThat(condition("{ratio: {of: {event: cancel, fn: count}, to: {event: purchase, fn: sum, of: amount},"
                        + " over: this month, since: return, is: '> 0.25'}}"))
                .isEqualTo(new Condition.Ratio(
                        new Measure(
                                new AggregateSpec(match("cancel"), null, month, match("return")),
                                Condition.Function.COUNT),
                        new Measure(
                                new AggregateSpec(match("purchase"), "amount", month, match("return")),
                                Condition.Function.SUM),
                        new Comparison(Comparison.Op.GT, 250_000)));
    }

    @Test
    void readsSequences() {
        assertThat(condition("{sequence: {first: cart_add, then_not: purchase, by: cart_id, within: 1h, grace: 60s,"
                        + " over: 30d}}"))
                .isEqualTo(new Condition.Sequence(
                        List.of(match("cart_add")), match("purchase"), "cart_id", 3_600_000, 60_000, 2_592_000_000L));
        assertThat(condition("{sequence: {first: [purchase, cart_add], then: [cancel, [purchase, return]]}}"))
                .isEqualTo(new Condition.Sequence(
                        List.of(match("cart_add", "purchase"), match("cancel"), match("purchase", "return")),
                        null,
                        null,
                        Condition.Sequence.UNBOUNDED,
                        0,
                        Condition.Sequence.UNBOUNDED));
    }

    @Test
    void readsHowManyOfItsPartsAreEnough() {
        assertThat(condition("{at_least: {n: 2, of: [{in: s}, {not: {in: s}}, {in: s}]}}".replace("in: s", "in: s0")
                        + "\n---\n" + SEGMENT.formatted("s0", PURCHASED)))
                .isEqualTo(new Condition.AtLeast(
                        2,
                        List.of(
                                new Condition.In("s0"),
                                new Condition.Not(new Condition.In("s0")),
                                new Condition.In("s0"))));
    }

    @Test
    void readsOffers() {
        Draft draft = Shop.drafts("""
                {kind: Segment, id: s, owner: me, title: S, when: {cel: p.vip}}
                ---
                kind: Offer
                id: o
                owner: me
                title: O
                category: garden
                benefit: {kind: soft, text: A treat}
                margin: 2.50 GBP
                benefit_cost: 0.50 GBP
                valid: {from: 2026-01-01, until: 2026-02-01}
                placements: home-hero
                channels: [web, email]
                products: ["85123"]
                eligible: {any: [{in: s}]}
                content:
                  en: {title: Garden, text: All for it., call_to_action: Look, image: /g.jpg, url: https://shop.example/g}
                  he: {title: גינה}
                """).get(1);
        assertThat(((Definition.OfferBody) draft.body()).offer())
                .isEqualTo(new OfferDefinition(
                        "garden",
                        new OfferDefinition.Benefit(OfferDefinition.Kind.SOFT, "A treat"),
                        2_500_000,
                        500_000,
                        "GBP",
                        1_767_225_600_000L,
                        1_769_904_000_000L,
                        Set.of("home-hero"),
                        Set.of("web", "email"),
                        Set.of("85123"),
                        new Condition.Any(List.of(new Condition.In("s"))),
                        Map.of(
                                "en",
                                new OfferContent("Garden", "All for it.", "Look", "/g.jpg", "https://shop.example/g"),
                                "he",
                                new OfferContent("גינה", "", "", "", ""))));
    }

    @Test
    void takesAnOfferWithoutLimitsAsOneForEverybodyAlwaysAndEverywhere() {
        Draft draft = Shop.drafts("""
                {kind: Offer, id: o, owner: me, title: O, category: garden, benefit: {kind: none}, margin: 2 GBP,
                 content: {en: {title: Garden}}}
                """).get(0);
        assertThat(((Definition.OfferBody) draft.body()).offer())
                .isEqualTo(new OfferDefinition(
                        "garden",
                        new OfferDefinition.Benefit(OfferDefinition.Kind.NONE, ""),
                        2_000_000,
                        0,
                        "GBP",
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        null,
                        Map.of("en", new OfferContent("Garden", "", "", "", ""))));
    }

    @Test
    void notesTheFieldsThatADefinitionDependsOn() {
        Draft draft = Shop.drafts(Shop.withHead("""
                when:
                  all:
                    - aggregate: {event: [purchase, cancel], fn: sum, of: amount, is: '> 1', where: "e.country == 'x'"}
                    - recency: {event: [product_view, purchase], is: '< 1d', where: has(e.channel)}
                    - recency: {event: showroom_visit, is: '< 1d', where: "'x' == e.language"}
                    - not: {cel: "has(p.email) && p.country in ['GB']"}
                    - aggregate: {event: mail_open, fn: count, is: '> 1', since: {event: mail_click, where: has(e.link)}}
                    - sequence: {first: cart_add, then_not: {event: purchase, where: e.units > 1}, within: 1d, by: cart_id}
                    - ratio: {of: {event: mail_click, fn: distinct, of: campaign}, to: {event: mail_sent, fn: count}, is: '> 0.1'}
                """)).get(0);
        assertThat(draft.eventFields())
                .containsExactlyInAnyOrder(
                        new EventField("purchases", "amount"),
                        new EventField("purchases", "country"),
                        new EventField("purchases", "channel"),
                        new EventField("clickstream", "channel"),
                        new EventField("clickstream", "language"),
                        new EventField("engagement", "link"),
                        new EventField("engagement", "campaign"),
                        new EventField("purchases", "units"),
                        new EventField("clickstream", "cart_id"),
                        new EventField("purchases", "cart_id"));
        assertThat(draft.profileFields()).containsExactlyInAnyOrder("email", "country");
    }

    @Test
    void offersTheShopsOwnEventTypes() {
        Checked checked = DefinitionFiles.check(List.of(new SourceFile("vocabulary.yaml", Shop.VOCABULARY)));
        assertThat(checked)
                .isInstanceOfSatisfying(
                        Drafts.class,
                        drafts -> assertThat(drafts.eventTypes())
                                .extracting(
                                        OwnEventType::name,
                                        type -> type.schema().name())
                                .containsExactly(tuple("showroom_visit", "clickstream")));
    }

    @Test
    void writesProblemsAsJson() throws Exception {
        Checked checked = DefinitionFiles.check(List.of(new SourceFile("a.yaml", "kind: Sgment\n")));
        assertThat(new ObjectMapper().writeValueAsString(checked))
                .isEqualTo("{\"problems\":[{\"file\":\"a.yaml\",\"line\":1,"
                        + "\"column\":7,\"message\":\"unknown kind `Sgment`; did you mean `Segment`?\","
                        + "\"snippet\":\"    1 | kind: Sgment\\n      |       ^\"}]}");
    }

    private static Condition condition(String when) {
        Draft draft = Shop.drafts(Shop.withHead("when: " + when)).stream()
                .filter(candidate -> candidate.id().equals("s"))
                .findFirst()
                .orElseThrow();
        return ((Definition.SegmentBody) draft.body()).segment().when();
    }

    private static Window windowOf(String over) {
        Condition condition =
                condition("{aggregate: {event: purchase, fn: count, over: %s, is: '> 1'}}".formatted(over));
        return ((Condition.Aggregate) condition).measure().spec().window();
    }

    private List<Draft> drafts() {
        Checked checked = DefinitionFiles.load(folder);
        assertThat(checked).isInstanceOf(Drafts.class);
        return ((Drafts) checked).drafts();
    }

    private static String render(Checked checked) {
        assertThat(checked).isInstanceOf(Problems.class);
        return ((Problems) checked).render();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static AggregateSpec spec(@Nullable String of, Window window, String... types) {
        return new AggregateSpec(match(types), of, window, null);
    }

    private static EventMatch match(String... types) {
        return new EventMatch(List.of(types), null, null);
    }
}
