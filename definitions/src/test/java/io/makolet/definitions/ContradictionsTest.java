package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.SegmentDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContradictionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{aggregate: {event: purchase, fn: count, is: '>= 2'}}, {aggregate: {event: purchase, fn: count, is: '< 3'}}]",
                "[{aggregate: {event: purchase, fn: avg, of: amount, is: '> 2'}}, {aggregate: {event: purchase, fn: avg, of: amount, is: '< 2.000001'}}]",
                "[{aggregate: {event: purchase, fn: count, over: 30d, is: '>= 3'}}, {aggregate: {event: cancel, fn: count, over: 30d, is: '< 2'}}]",
                "[{aggregate: {event: purchase, fn: count, over: 30d, is: '== 0'}}, {aggregate: {event: purchase, fn: count, is: '>= 2'}}]",
                "[{recency: {event: purchase, is: '>= 30d'}}, {recency: {event: purchase, is: '<= 30d'}}]",
                "[{not: {recency: {event: purchase, is: '>= 30d'}}}, {not: {recency: {event: purchase, is: '< 30d'}}}]",
                "[{recency: {event: purchase, is: '<= 30d'}}, {aggregate: {event: purchase, fn: count, over: 30d, is: '== 0'}}]",
                "[{recency: {event: purchase, is: '>= 29d'}}, {aggregate: {event: purchase, fn: count, over: 30d, is: '>= 1'}}]",
                "[{recency: {event: purchase, of: first, is: '>= 60d'}}, {aggregate: {event: purchase, fn: count, over: 30d, is: '>= 1'}}]",
                "[{recency: {event: purchase, is: '< 60d'}}, {aggregate: {event: purchase, fn: count, since: cancel, is: '== 0'}}]",
                "[{recency: {event: purchase, is: '< 60d'}}, {aggregate: {event: purchase, fn: distinct, of: channel, is: '== 0'}}]",
                "[{any: [{cel: p.vip}, {not: {cel: p.vip}}]}, {cel: p.visits > 1}]",
                "[{sequence: {first: cart_add, then: [checkout, purchase], within: 2ms}}]",
                "[{dormant: {}}, {regular_buyer: {last_within: 91d}}]"
            })
    void takesWhatSomebodyCanSatisfy(String all) {
        assertThat(Shop.drafts(Shop.withHead("when: {all: " + all + "}"))).hasSize(1);
    }

    @Test
    void looksIntoManySegmentsThatNameEachOther() {
        StringBuilder text = new StringBuilder("kind: Segment\nid: s0\nowner: me\ntitle: S\nwhen: {cel: p.vip}\n");
        for (int i = 1; i <= 200; i++) {
            text.append("---\nkind: Segment\nid: s%d\nowner: me\ntitle: S\nwhen: {all: [{in: s%d}, {in: s%d}]}\n"
                    .formatted(i, i - 1, Math.max(0, i - 2)));
        }
        assertThat(Shop.drafts(text.toString())).hasSize(201);
    }

    /** The engine is the oracle: what is refused as contradicting each other is true for nobody, whatever happened. */
    @Test
    void refusesOnlyWhatNobodyEverSatisfies() throws Quantities.Malformed {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int refused = 0;
        while (refused < 60) {
            String when = "{all: [" + leaf(random) + ", " + leaf(random) + "]}";
            if (DefinitionFiles.check(List.of(file(when))) instanceof Problems found
                    && found.render().contains("together")) {
                refused++;
                Draft segment = unchecked(when);
                for (int history = 0; history < 20; history++) {
                    String lines = history(random);
                    assertThat(new History(segment).surprises(lines))
                            .as("seed %d: %s%n%s", seed, when, lines)
                            .noneMatch(surprise -> surprise.endsWith("it is in"));
                }
            }
        }
    }

    private static SourceFile file(String when) {
        return new SourceFile("shop.yaml", Shop.withHead("when: " + when));
    }

    /** The segment as it would be if nobody had looked for contradictions. */
    private static Draft unchecked(String when) {
        List<Problem> problems = new ArrayList<>();
        Report report = new Report(new SourceText(new SourceFile("shop.yaml", when)), problems);
        YamlNode node =
                YamlDocuments.parse(report.source(), report).documents().get(0).root();
        ProfileScope profile = new ProfileScope(Map.of(), Set.of(), false);
        BranchScope branches = new BranchScope(Map.of(), Set.of(), false);
        Vocabulary vocabulary = new Vocabulary(
                Map.of(),
                Set.of(),
                profile,
                branches,
                CutPointsScope.NONE,
                ProductFeed.NONE,
                ListFiles.NONE,
                2026,
                false);
        Condition condition = new ConditionReader(vocabulary, new CelExpressions(), report)
                .read(node, Language.OVER_EVENTS_AND_PROFILE);
        assertThat(problems).isEmpty();
        Definition.Body body =
                new Definition.SegmentBody(new SegmentDefinition(null, Objects.requireNonNull(condition)));
        return new Draft("s", "me", "S", "shop.yaml", when, body, Set.of(), Set.of(), List.of());
    }

    private static String leaf(Random random) {
        String over = List.of("", ", over: 2d", ", over: 3d", ", over: last 2").get(random.nextInt(4));
        String is = List.of("<", "<=", ">", ">=", "==", "!=").get(random.nextInt(6)) + " ";
        String leaf = switch (random.nextInt(5)) {
            case 0, 1 ->
                "{aggregate: {event: purchase, fn: count" + over + ", is: '" + is + (1 + random.nextInt(2)) + "'}}";
            case 2 ->
                "{aggregate: {event: purchase, fn: avg, of: amount" + over + ", is: '" + is + random.nextInt(3) + "'}}";
            case 3 ->
                "{recency: {event: purchase, of: " + (random.nextBoolean() ? "first" : "last") + ", is: '" + is
                        + (1 + random.nextInt(4)) + "d'}}";
            default -> "{sequence: {first: purchase, then_not: cancel, within: 1d}}";
        };
        return random.nextInt(3) == 0 ? "{not: " + leaf + "}" : leaf;
    }

    private static String history(Random random) {
        StringBuilder lines = new StringBuilder();
        for (int day = 1; day <= 9; day++) {
            if (random.nextInt(3) == 0) {
                lines.append("2026-01-0%d %s amount=%d%n"
                        .formatted(day, random.nextInt(4) == 0 ? "cancel" : "purchase", random.nextInt(4)));
            }
            lines.append("2026-01-0%d out%n2026-01-0%dT12:00 out%n".formatted(day, day));
        }
        return lines.toString();
    }
}
