package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.definition.Definition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the product feed says goes with an item is written into the segment. */
class ProductFeedTest {

    private static final String CAMERAS_WITHOUT = "{bought_without: {item: CAM-1, field: product_ids}}";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void writesAnOrdinaryConditionOfWhatItSays() throws IOException {
        feed("product_id,complements,category\nCAM-1, cards ;BAG-1;;cards,cameras\nBAG-1,,\nCARD-1,,cards\n");
        assertThat(body(CAMERAS_WITHOUT)).isEqualTo(body("""
                {all: [
                  {recency: {event: purchase, where: "'CAM-1' in e.product_ids", is: ">= 7d"}},
                  {aggregate: {event: purchase, fn: count, over: 180d, where: "'CAM-1' in e.product_ids", is: ">= 1"}},
                  {aggregate: {event: purchase, fn: count, over: 180d,
                    where: "'BAG-1' in e.product_ids || 'cards' in e.categories", is: "== 0"}}]}"""));
    }

    @Test
    void changesASegmentByWhatGoesWithItsItemOnly() throws IOException {
        feed("product_id,category,complements\nCAM-1,cameras,CARD-1\nCARD-1,cards,\n");
        Definition.Body before = body(CAMERAS_WITHOUT);
        feed(
                "product_id,price,category,complements\nCARD-1,2,cards,CAM-1\nBAG-1,3,bags,CAM-1\nCAM-1,9,cameras,CARD-1\n");
        assertThat(body(CAMERAS_WITHOUT)).isEqualTo(before);
        feed("product_id,category,complements\nCAM-1,cameras,cards\nCARD-1,cards,\n");
        assertThat(body(CAMERAS_WITHOUT)).isNotEqualTo(before);
    }

    @Test
    void isInTheFolderOrBesideIt() throws IOException {
        assertThat(messages(CAMERAS_WITHOUT))
                .containsExactly("`item` of `bought_without`: no product feed says what goes with `CAM-1`, expected"
                        + " products.csv in the folder of the definitions or beside it, or the parameter `without`");
        Path beside = Files.writeString(
                folder.resolve("products.csv"), "product_id,category\nCAM-1,cameras\n", StandardCharsets.UTF_8);
        assertThat(messages(CAMERAS_WITHOUT))
                .containsExactly("`item` of `bought_without`: " + beside + " has no column `complements`, expected it"
                        + " with ids of products or categories, or the parameter `without`");
        assertThat(ProductFeed.beside(folder.resolve("definitions"))).contains(beside);
        Path inside = feed("product_id,complements\nCAM-1,CAM-2\nCAM-2,\n");
        assertThat(ProductFeed.beside(folder.resolve("definitions"))).contains(inside);
        assertThat(body(CAMERAS_WITHOUT)).isInstanceOf(Definition.SegmentBody.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'CAM-1,x,CARDS' | 2:9 | complement `CARDS`, expected a product or a category of this feed",
                "'CAM-1,x,CAM-1' | 2:9 | complement `CAM-1` is the product itself or its category, expected others",
                "'CAM-1,x,x;CAM-2' | 2:9 | complement `x` is the product itself or its category, expected others",
                "',x,CAM-1' | 2:1 | `product_id` is empty, expected an id",
                "'CAM-2,x,y\nA,y,\nCAM-2,z,' | 4:1 | product `CAM-2` stands in line 2 already",
                "'CAM-1,x,,,' | 2:1 | Too many entries: expected at most 3 (value #3 (0 chars) \"\")",
            })
    void saysWhereItIsWrong(String rows, String place, String message) throws IOException {
        Path file = feed("product_id,category,complements\n" + rows + "\nCAM-9,x,\n");
        assertThat(problems("{cel: 'true'}"))
                .filteredOn(problem -> problem.message().equals(message))
                .singleElement()
                .satisfies(problem -> assertThat(problem.render()).startsWith(file + ":" + place + ": "));
    }

    @Test
    void isHarmlessWhereItTellsNothing() throws IOException {
        for (String text :
                List.of("product_id,complements", "product_id,complements\n", "\uFEFFproduct_id,price\nA,1\n")) {
            feed(text);
            assertThat(body("{dormant: {}}")).as(text).isInstanceOf(Definition.SegmentBody.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "\"",
                "product_id,complements\n\"A",
                "complements\nA\n",
                "complements,product_id\n,\"A\"x\n"
            })
    void saysWhenItIsNoFeed(String text) throws IOException {
        Path file = feed(text);
        assertThat(problems("{dormant: {}}"))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.render()).startsWith(file + ":"));
    }

    /** A brand may be called as a category is. */
    @Test
    void knowsABrandFromACategoryOfItsName() throws IOException {
        feed("product_id,category,brand,complements\nA,lamps,cards,cards\nB,cards,,\n");
        assertThat(body("{bought_without: {item: cards, field: brands}}")).isEqualTo(body("""
                        {all: [
                          {recency: {event: purchase, where: "'cards' in e.brands", is: ">= 7d"}},
                          {aggregate: {event: purchase, fn: count, over: 180d, where: "'cards' in e.brands", is: ">= 1"}},
                          {aggregate: {event: purchase, fn: count, over: 180d, where: "'cards' in e.categories", is: "== 0"}}]}"""));
    }

    @Test
    void saysWhenMoreGoesWithAnItemThanIsCompared() throws IOException {
        StringBuilder rows = new StringBuilder("product_id,complements\nCAM-1,");
        IntStream.rangeClosed(0, ProductFeed.MOST_COMPLEMENTS)
                .forEach(i -> rows.append(i == 0 ? "" : ";").append("P").append(i));
        IntStream.rangeClosed(0, ProductFeed.MOST_COMPLEMENTS)
                .forEach(i -> rows.append("\nP").append(i).append(','));
        Path file = feed(rows.toString());
        assertThat(messages(CAMERAS_WITHOUT))
                .containsExactly("`item` of `bought_without`: product `CAM-1` has 101 complements in " + file
                        + ", expected at most 100, such as categories instead of products, or the parameter `without`");
        feed(rows.toString().replace(";P" + ProductFeed.MOST_COMPLEMENTS, ""));
        assertThat(body(CAMERAS_WITHOUT)).isInstanceOf(Definition.SegmentBody.class);
    }

    /** A shop of products p0 to p7, each of a category c0 to c3. */
    @Test
    void equalsALookThroughAllOrders() throws Exception {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            int[] category = random.ints(8, 0, 4).toArray();
            List<Set<String>> complements = new ArrayList<>();
            StringBuilder rows = new StringBuilder("product_id,category,complements\n");
            for (int product = 0; product < 8; product++) {
                complements.add(complements(product, category, random));
                rows.append("p%d,c%d,%s%n"
                        .formatted(product, category[product], String.join(";", complements.get(product))));
            }
            int item = random.nextInt(8);
            if (complements.get(item).isEmpty()) {
                continue;
            }
            boolean lacks = true;
            boolean bought = false;
            long last = 0;
            StringBuilder history = new StringBuilder();
            for (int day = 1; day <= 28; day += 1 + random.nextInt(9)) {
                Set<String> order = new TreeSet<>();
                Set<String> categories = new TreeSet<>();
                for (int product : random.ints(1 + random.nextInt(3), 0, 8).toArray()) {
                    order.add("p" + product);
                    categories.add("c" + category[product]);
                }
                history.append("2026-01-%02d purchase product_ids=%s categories=%s%n"
                        .formatted(day, String.join("|", order), String.join("|", categories)));
                Set<String> named = new TreeSet<>(order);
                named.addAll(categories);
                lacks &= named.stream().noneMatch(complements.get(item)::contains);
                bought |= order.contains("p" + item);
                last = order.contains("p" + item) ? day : last;
                boolean waited = last < day && bought;
                history.append("2026-01-%02dT00:00:01 %s%n".formatted(day, waited && lacks ? "in" : "out"));
            }
            Checked checked = DefinitionFiles.check(
                    List.of(new SourceFile(
                            "s.yaml",
                            Shop.withHead("when: {bought_without: {item: p%d, field: product_ids, after: 1d}}"
                                    .formatted(item)))),
                    ProductFeedReader.read(new SourceFile("products.csv", rows.toString())));
            assertThat(checked).as("seed %d", seed).isInstanceOf(Drafts.class);
            assertThat(new History(((Drafts) checked).drafts().get(0)).surprises(history.toString()))
                    .as("seed %d, p%d of\n%s", seed, item, rows)
                    .isEmpty();
        }
    }

    private static Set<String> complements(int product, int[] category, Random random) {
        Set<String> complements = new TreeSet<>();
        for (int other : random.ints(random.nextInt(3), 0, 8).toArray()) {
            if (random.nextInt(3) > 0 && other != product) {
                complements.add("p" + other);
            } else if (category[other] != category[product]) {
                complements.add("c" + category[other]);
            }
        }
        return complements;
    }

    private Path feed(String text) throws IOException {
        Path definitions = Files.createDirectories(folder.resolve("definitions"));
        return Files.writeString(definitions.resolve("products.csv"), text, StandardCharsets.UTF_8);
    }

    private Checked segment(String when) throws IOException {
        Path definitions = Files.createDirectories(folder.resolve("definitions"));
        Files.writeString(definitions.resolve("s.yaml"), Shop.withHead("when: " + when), StandardCharsets.UTF_8);
        return DefinitionFiles.load(definitions);
    }

    private Definition.Body body(String when) throws IOException {
        Checked checked = segment(when);
        assertThat(checked)
                .as(() -> checked instanceof Problems found ? found.render() : "")
                .isInstanceOf(Drafts.class);
        return ((Drafts) checked).drafts().get(0).body();
    }

    private List<Problem> problems(String when) throws IOException {
        return ((Problems) segment(when)).problems();
    }

    private List<String> messages(String when) throws IOException {
        return problems(when).stream().map(Problem::message).toList();
    }
}
