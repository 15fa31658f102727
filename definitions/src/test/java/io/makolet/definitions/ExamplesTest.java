package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.offer.OfferContent;
import io.makolet.domain.offer.OfferDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example shops are ones that a reader can start from. */
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("../examples");
    private static final Path SHOP = EXAMPLES.resolve("online-retail");
    private static final List<Draft> DRAFTS = load(SHOP.resolve("definitions"));

    private static List<Draft> load(Path folder) {
        Checked checked = DefinitionFiles.load(folder);
        assertThat(checked)
                .as(() -> checked instanceof Problems found ? found.render() : "")
                .isInstanceOf(Drafts.class);
        return ((Drafts) checked).drafts();
    }

    @ParameterizedTest
    @CsvSource({
        "online-retail/definitions, 40",
        "online-retail/carts/definitions, 2",
        "complete-journey/definitions, 9",
    })
    void canBePublished(String folder, int drafts) {
        assertThat(load(EXAMPLES.resolve(folder))).hasSizeGreaterThanOrEqualTo(drafts);
    }

    @Test
    void satisfiesTheJsonSchema() throws IOException {
        for (Path file : yamlFiles()) {
            List<Error> errors = JsonSchema.validate(Files.readString(file));
            assertThat(errors).as(file.toString()).isEmpty();
        }
    }

    @Test
    void namesTheJsonSchemaToEditors() throws IOException {
        for (Path file : yamlFiles()) {
            String first = Files.readAllLines(file).get(0);
            assertThat(first).as(file.toString()).startsWith("# yaml-language-server: $schema=");
            Path schema = file.resolveSibling(first.substring(first.indexOf('=') + 1));
            assertThat(schema).as(file.toString()).isRegularFile();
        }
    }

    @Test
    void definesTheReferenceSegments() {
        assertThat(ids("segment"))
                .contains(
                        "S1_ge2_purchases_30d",
                        "S2_dormant_90d",
                        "S3_spend_90d_ge_1000",
                        "S4_new_first_purchase_30d",
                        "S5_one_time_buyer_ge60d_ago",
                        "S6_cancel_60d_and_purchase_60d",
                        "S7_seq_purchase_cancel_purchase",
                        "S8_rfm_champion")
                .hasSizeGreaterThanOrEqualTo(12);
    }

    @Test
    void readsTheSameDefinitionFromTheSourceItKeeps() {
        List<SourceFile> sources = new ArrayList<>();
        DRAFTS.forEach(draft -> sources.add(new SourceFile(draft.file(), draft.source())));
        Path events = SHOP.resolve("definitions/events.yaml");
        assertThat(events).isRegularFile();
        sources.add(new SourceFile(events.toString(), read(events)));
        assertThat(DefinitionFiles.check(sources))
                .isInstanceOfSatisfying(
                        Drafts.class, again -> assertThat(again.drafts()).isEqualTo(DRAFTS));
    }

    @Test
    void offersEnoughToChooseFromAtEveryPlacement() {
        assertThat(ids("offer")).hasSizeGreaterThanOrEqualTo(22);
        Map<String, Integer> placements = new TreeMap<>();
        offers().values().forEach(offer -> offer.placements().forEach(p -> placements.merge(p, 1, Integer::sum)));
        assertThat(placements).containsOnlyKeys("cart", "email-hero", "home-grid", "home-hero", "product-side");
        assertThat(placements.values()).allMatch(count -> count >= 8);
    }

    @Test
    void leavesSomethingToShowToEverybodyAtEveryPlacement() {
        Set<String> placements = new TreeSet<>();
        offers().values().stream()
                .filter(offer -> offer.eligible() == null && offer.validUntil() == Long.MAX_VALUE)
                .forEach(offer -> placements.addAll(offer.placements()));
        assertThat(placements).containsExactly("cart", "email-hero", "home-grid", "home-hero", "product-side");
    }

    @Test
    void speaksThreeLanguagesEachInItsOwnScript() {
        offers().forEach((id, offer) -> {
            assertThat(offer.contents()).as(id).containsOnlyKeys("en", "he", "ar");
            offer.contents().forEach((language, content) -> {
                assertThat(List.of(
                                content.title(),
                                content.text(),
                                content.callToAction(),
                                content.url(),
                                content.imageUrl()))
                        .as("%s in %s", id, language)
                        .noneMatch(String::isBlank);
                Character.UnicodeScript script = script(language);
                letters(content)
                        .forEach(c -> assertThat(Character.UnicodeScript.of(c))
                                .as("%s in %s: %s", id, language, Character.toString(c))
                                .isEqualTo(script));
            });
        });
    }

    @Test
    void usesTheCategoriesAndProductsOfTheFeed() throws IOException {
        List<String> feed = Files.readAllLines(SHOP.resolve("products.csv"));
        assertThat(feed.get(0)).isEqualTo("product_id,category,title_en,title_he,title_ar,price,margin");
        Map<String, String> categories = new TreeMap<>();
        feed.stream().skip(1).map(line -> line.split(",", 3)).forEach(row -> categories.put(row[0], row[1]));
        assertThat(categories).hasSizeGreaterThanOrEqualTo(40).hasSize(feed.size() - 1);
        Set<String> known = new TreeSet<>(categories.values());
        known.add("service");
        offers().forEach((id, offer) -> {
            assertThat(offer.category()).as(id).isIn(known);
            assertThat(categories.keySet()).as(id).containsAll(offer.products());
            offer.products().forEach(product -> assertThat(categories).as(id).containsEntry(product, offer.category()));
        });
        assertThat(offers().values()).extracting(OfferDefinition::category).containsAll(known);
    }

    private static Character.UnicodeScript script(String language) {
        return switch (language) {
            case "he" -> Character.UnicodeScript.HEBREW;
            case "ar" -> Character.UnicodeScript.ARABIC;
            default -> Character.UnicodeScript.LATIN;
        };
    }

    private static Stream<Integer> letters(OfferContent content) {
        return (content.title() + content.text() + content.callToAction())
                .codePoints()
                .filter(Character::isLetter)
                .boxed();
    }

    private static Map<String, OfferDefinition> offers() {
        Map<String, OfferDefinition> offers = new TreeMap<>();
        for (Draft draft : DRAFTS) {
            if (draft.body() instanceof Definition.OfferBody body) {
                offers.put(draft.id(), body.offer());
            }
        }
        return offers;
    }

    private static List<String> ids(String kind) {
        return DRAFTS.stream()
                .filter(draft -> draft.body().kind().equals(kind))
                .map(Draft::id)
                .toList();
    }

    private static List<Path> yamlFiles() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> file.toString().contains("/definitions/"))
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
