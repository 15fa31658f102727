package io.makolet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example's page in a real browser: who clicks stands before another offer within a second. */
@Tag("browser")
class ShopPageIT {

    private static final Path PICTURES = Path.of("target", "pictures");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_MILLIS = 1_000;

    private static final String TITLE = "return document.querySelector('.hero strong')?.textContent ?? ''";
    private static final String HERO = "return document.querySelector('.hero').innerText.trim()";
    private static final String VISITOR = "return localStorage.makolet";

    /** Notes the instants of the visitor's click and of the first offer that stands after it. */
    private static final String WATCH = """
            addEventListener('click', () => { window.clicked = performance.now(); }, true);
            new MutationObserver(() => { window.shown ??= performance.now(); })
                .observe(document.querySelector('.hero'), {childList: true, subtree: true});
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void showsAnotherOfferWithinASecondOfAClick() throws Exception {
        try (MakoletProcess system = MakoletProcess.up(folder.resolve("home"), "--site")) {
            String site = system.address("http") + "/site/";
            warm(site + "index.html");
            follows(site + "index.html", "jumbo shopper", "hold your basket", "page-en");
            follows(site + "he.html", "תיק הקניות", "שומרים לכם את הסל", "page-he");
            String visitor = reportsWhatWasShownAndClicked(site + "index.html", system);
            assertThat(visitor).hasSize(32);
            showsMarkupAsText(site + "index.html", system);
            keepsThePageWhenTheDoorIsAway(site + "index.html", system);
        }
    }

    /** The first visit of all waits for classes to be loaded, and for the definitions to have arrived. */
    private static void warm(String page) throws Exception {
        try (Browser browser = Browser.open()) {
            Awaitility.await("an offer on " + page).atMost(PATIENCE).until(() -> {
                browser.visit(page);
                return browser.run(TITLE).asText().contains("jumbo");
            });
            browser.click("main button");
            awaitTitle(browser, "hold your basket");
        }
    }

    private static void follows(String page, String before, String after, String picture) throws Exception {
        try (Browser browser = Browser.open()) {
            browser.visit(page);
            awaitTitle(browser, before);
            browser.picture(PICTURES.resolve(picture + "-before.png"));
            browser.run(WATCH);
            browser.click("main button");
            awaitTitle(browser, after);
            double millis = browser.run("return shown - clicked").asDouble();
            browser.picture(PICTURES.resolve(picture + "-after.png"));
            assertThat(millis)
                    .as("ms from the click to the other offer on " + page)
                    .isBetween(0.0, (double) MOST_MILLIS);
        }
    }

    private static String reportsWhatWasShownAndClicked(String page, MakoletProcess system) throws Exception {
        try (Browser browser = Browser.open()) {
            browser.visit(page);
            awaitTitle(browser, "jumbo shopper");
            String visitor = browser.run(VISITOR).asText();
            browser.click(".hero a");
            Awaitility.await("what was shown to and clicked by " + visitor)
                    .atMost(PATIENCE)
                    .until(() -> told(system, visitor, "offer_impression") == 1
                            && told(system, visitor, "offer_click") == 1);
            return visitor;
        }
    }

    /** How many events of a type and of the offer that all see first the log has of a visitor. */
    private static long told(MakoletProcess system, String visitor, String type) throws Exception {
        return Topics.read(system.address("kafka"), Topic.CLICKSTREAM).stream()
                .filter(record -> text(record.key()).equals("anonymous:" + visitor))
                .map(record -> text(record.value()))
                .filter(event -> event.contains(type) && event.contains("bags-jumbo-shopper"))
                .count();
    }

    /** Text as it lies in Avro's bytes. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private void showsMarkupAsText(String page, MakoletProcess system) throws Exception {
        String title = "<img src=x onerror=\"document.title='harmed'\"><script>document.title='harmed'</script>";
        Path definitions = Files.createDirectories(folder.resolve("harmful"));
        Files.writeString(
                definitions.resolve("harmful.yaml"), """
                kind: Offer
                id: harmful
                owner: test@shop.example
                title: One that tries to be more than text
                category: test
                benefit: {kind: none}
                margin: 900.00 GBP
                placements: [home-hero]
                content:
                  en:
                    title: '%s'
                    text: '%s'
                    call_to_action: Go
                    image: /x.jpg
                    url: /c/test
                """.formatted(title.replace("'", "''"), title.replace("'", "''")));
        Cli.run("publish", definitions.toString(), "--home", system.home().toString())
                .ok();
        try (Browser browser = Browser.open()) {
            Awaitility.await("the offer is shown").atMost(PATIENCE).until(() -> {
                browser.visit(page);
                return browser.run(TITLE).asText().contains("harmed");
            });
            assertThat(browser.run(TITLE).asText()).isEqualTo(title);
            assertThat(browser.run("return document.querySelectorAll('.hero img, .hero script').length")
                            .asInt())
                    .isZero();
            assertThat(browser.run("return document.title").asText()).doesNotContain("harmed");
        }
    }

    /** Stops the system, so it comes last. */
    private static void keepsThePageWhenTheDoorIsAway(String page, MakoletProcess system) throws Exception {
        try (Browser browser = Browser.open()) {
            browser.visit(page);
            awaitTitle(browser, "harmed");
            browser.run("window.problems = 0; for (const kind of ['error', 'unhandledrejection'])"
                    + " addEventListener(kind, () => { window.problems++; });");
            String before = browser.run(HERO).asText();
            system.kill();
            browser.click("main button");
            browser.run("return makolet.track('Product Viewed', {product_id: 'VG-102'}).then(makolet.refresh)");
            assertThat(browser.run(HERO).asText()).isEqualTo(before);
            assertThat(browser.run("return problems").asInt()).isZero();
        }
    }

    private static void awaitTitle(Browser browser, String part) {
        Awaitility.await("'" + part + "' on the page")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> browser.run(TITLE).asText().contains(part));
    }
}
