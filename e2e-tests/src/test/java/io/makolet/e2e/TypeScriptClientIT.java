package io.makolet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.makolet.schemas.Topic;
import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.Offer;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The TypeScript client, built as its page says, and its examples at a real node and a real SMTP server. */
@Tag("browser")
class TypeScriptClientIT {

    private static final Path CLIENT = Cli.root().resolve("client-ts");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BUILD = Duration.ofMinutes(5);
    private static final int CONNECTIONS = 4;

    private static final Pattern ADDRESS = Pattern.compile("the shop is at (\\S+)\n");
    private static final Pattern OFFER = Pattern.compile("data-offer=\"([^\"]+)\"");
    private static final Pattern DECISION = Pattern.compile("name=\"decision\" value=\"([^\"]+)\"");

    /** What a browser's script does, by fetch; prints where the offers are from, the first of them, and whether an event was taken. */
    private static final String AS_A_BROWSER = """
            import { makolet } from '@makolet/client';
            const shop = makolet(process.argv[1], { patience: 30_000 });
            const { from, offers } = await shop.offers({ customerId: 'anonymous:web', placement: 'home-hero' });
            const { accepted } = await shop.tracker().track({ customerId: 'anonymous:web', type: 'page_view' });
            console.log(from, offers[0].id, accepted);
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void passesItsOwnTestsAndItsExamplesWork() throws Exception {
        builds();
        try (MakoletProcess system = MakoletProcess.up(folder.resolve("home"), "--site")) {
            mailsToEverybodyOnce(system);
            asksOverGrpcWeb(system);
            showsAnotherOfferAfterAClick(system);
        }
    }

    private void builds() throws Exception {
        ends("npm", "ci", "--no-audit", "--no-fund");
        ends("npm", "run", "generate");
        ends("npm", "run", "build");
        ends("npm", "test");
    }

    // The mailer

    /** One run is killed, one is asked to stop, one ends, and one has nothing to do. */
    private void mailsToEverybodyOnce(MakoletProcess system) throws Exception {
        MailedCustomers customers = new MailedCustomers(system);
        Files.write(folder.resolve("customers.ndjson"), customers.lines());
        List<GetOffersResponse> expected = customers.offers();
        GreenMail smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        smtp.start();
        try {
            Process killed = mailer(system, smtp);
            mailed(smtp, MailedCustomers.COUNT / 4, killed);
            killed.destroyForcibly().waitFor();

            Process stopped = mailer(system, smtp);
            mailed(smtp, MailedCustomers.COUNT / 2, stopped);
            stopped.destroy();
            assertThat(end("mailer", stopped, PATIENCE)).contains(" 0 without an offer, 0 refused");
            assertThat(Files.readAllLines(folder.resolve("ledger")))
                    .as("mails that were taken, but for those of the run that was killed")
                    .hasSizeBetween(smtp.getReceivedMessages().length - CONNECTIONS, smtp.getReceivedMessages().length)
                    .hasSizeLessThan(MailedCustomers.COUNT);

            assertThat(end("mailer", mailer(system, smtp), PATIENCE)).contains(" 0 without an offer, 0 refused");
            assertThat(end("mailer", mailer(system, smtp), PATIENCE))
                    .contains("0 sent, " + MailedCustomers.COUNT + " had it before");
            checkMails(smtp.getReceivedMessages(), expected);
        } finally {
            smtp.stop();
        }
    }

    private Process mailer(MakoletProcess system, GreenMail smtp) throws IOException {
        return start(
                "mailer",
                "node",
                "dist/examples/mailer/mailer.js",
                "--makolet=http://" + system.address("grpc"),
                "--smtp=smtp://127.0.0.1:" + smtp.getSmtp().getPort(),
                "--customers=" + folder.resolve("customers.ndjson"),
                "--template=examples/mailer/mail.liquid",
                "--ledger=" + folder.resolve("ledger"));
    }

    private static void mailed(GreenMail smtp, int count, Process mailer) {
        assertThat(smtp.waitForIncomingEmail(PATIENCE.toMillis(), count))
                .as(count + " mails")
                .isTrue();
        assertThat(mailer.isAlive()).as("the mailer is not yet done").isTrue();
    }

    private static void checkMails(MimeMessage[] mails, List<GetOffersResponse> expected) throws Exception {
        assertThat(mails).hasSizeBetween(expected.size(), expected.size() + CONNECTIONS);
        Set<String> ids = new HashSet<>();
        Set<String> mailed = new HashSet<>();
        Set<String> shown = new HashSet<>();
        for (MimeMessage mail : mails) {
            String to = mail.getRecipients(Message.RecipientType.TO)[0].toString();
            String customer = to.substring(0, to.indexOf('@'));
            List<Offer> offers = expected.get(MailedCustomers.number(customer)).getOffersList();
            Offer best = offers.get(0);
            assertThat(mail.getHeader("X-Makolet-Offer")).as(to).containsExactly(best.getId());
            assertThat(mail.getSubject()).as(to).isEqualTo("Customer " + customer + ": " + best.getTitle());
            assertThat((String) mail.getContent())
                    .as(to)
                    .contains("<html lang=\"" + best.getLanguage() + "\">")
                    .contains(offers.stream()
                            .map(offer -> "href=\"https://shop.example" + offer.getUrl() + "\"")
                            .toList());
            ids.add(mail.getMessageID());
            mailed.add(customer);
            shown.add(best.getId());
        }
        assertThat(mailed).hasSameSizeAs(expected);
        assertThat(ids).as("a mail that came twice has one id").hasSameSizeAs(mailed);
        assertThat(shown).containsExactlyInAnyOrder("hold-my-basket", "party-table-in-a-box");
    }

    private void asksOverGrpcWeb(MakoletProcess system) throws Exception {
        Process script = start("script", "node", "--input-type=module", "--eval", AS_A_BROWSER, system.address("http"));
        assertThat(end("script", script, PATIENCE)).isEqualTo("node bags-jumbo-shopper true\n");
    }

    // The site

    private void showsAnotherOfferAfterAClick(MakoletProcess system) throws Exception {
        Process site = start(
                "site", "node", "dist/examples/site/site.js", "--makolet=http://" + system.address("grpc"), "--port=0");
        try {
            Matcher address = Awaitility.await("the site's address")
                    .atMost(PATIENCE)
                    .until(() -> ADDRESS.matcher(output("site")), Matcher::find);
            URI shop = URI.create(address.group(1));
            CookieManager cookies = new CookieManager();
            HttpClient visitor = HttpClient.newBuilder()
                    .cookieHandler(cookies)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
            String first = get(visitor, shop);
            String shown = found(OFFER, first);
            assertThat(shown).isEqualTo("bags-jumbo-shopper");
            post(visitor, shop.resolve("/offer"), "offer=" + shown + "&decision=" + found(DECISION, first));
            post(visitor, shop.resolve("/basket"), "product=VG-101&offer=" + shown);
            Awaitility.await("another offer")
                    .atMost(PATIENCE)
                    .until(() -> found(OFFER, get(visitor, shop)), "hold-my-basket"::equals);
            assertThat(get(visitor, shop.resolve("/?lang=he"))).contains("lang=\"he\"", "שומרים לכם את הסל");
            String id =
                    "anonymous:" + cookies.getCookieStore().getCookies().get(0).getValue();
            Awaitility.await("what was shown to and clicked by " + id)
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(told(system, id))
                            .anyMatch(event -> event.contains("offer_impression") && event.contains("hold-my-basket"))
                            .anyMatch(
                                    event -> event.contains("offer_click") && event.contains(found(DECISION, first))));
            system.kill();
            assertThat(found(OFFER, get(visitor, shop))).isEqualTo("usual");
        } finally {
            site.destroy();
        }
        end("site", site, PATIENCE);
    }

    private static String get(HttpClient visitor, URI page) throws IOException, InterruptedException {
        return body(visitor, HttpRequest.newBuilder(page).build());
    }

    private static String post(HttpClient visitor, URI page, String form) throws IOException, InterruptedException {
        return body(
                visitor,
                HttpRequest.newBuilder(page)
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build());
    }

    private static String body(HttpClient visitor, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> page = visitor.send(request, BodyHandlers.ofString());
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return page.body();
    }

    private static String found(Pattern pattern, String page) {
        Matcher found = pattern.matcher(page);
        assertThat(found.find()).as(pattern + " in " + page).isTrue();
        return found.group(1);
    }

    /** What the log has of somebody, as it lies in Avro's bytes. */
    private static List<String> told(MakoletProcess system, String customer) throws IOException {
        return Topics.read(system.address("kafka"), Topic.CLICKSTREAM).stream()
                .filter(record -> customer.equals(new String(record.key(), StandardCharsets.UTF_8)))
                .map(record -> new String(record.value(), StandardCharsets.ISO_8859_1))
                .toList();
    }

    // Programs

    private void ends(String... command) throws Exception {
        String name = command[command.length - 1];
        end(name, start(name, command), BUILD);
    }

    private Process start(String name, String... command) throws IOException {
        return new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(CLIENT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .start();
    }

    /** Waits until a program ends well, and gives what it said. */
    private String end(String name, Process program, Duration patience) throws IOException, InterruptedException {
        boolean ended = program.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        String said = output(name);
        if (!ended) {
            program.destroyForcibly();
            throw new AssertionError(name + " did not end within " + patience + ": " + said);
        }
        assertThat(program.exitValue()).as(name + ": " + said).isZero();
        return said;
    }

    private String output(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".out"));
    }
}
