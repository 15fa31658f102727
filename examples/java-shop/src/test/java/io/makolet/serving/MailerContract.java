package io.makolet.serving;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.offer.OfferContent;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Truth;
import io.makolet.serving.catalog.Definitions;
import io.makolet.serving.token.CustomerTokens;
import io.makolet.serving.token.TokenKeys;
import io.makolet.v1.GetOffersRequest;
import io.makolet.v1.Offer;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mailer in a process of its own, at a real node and a real mail server; here for the node of the tests of serving. */
abstract class MailerContract {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final List<String> LANGUAGES = List.of("en", "he", "ar");
    private static final Pattern TOKEN = Pattern.compile("unsubscribe\\?t=([^&\"]+)\"");

    private final int customers;

    /** @param customers of the list */
    MailerContract(int customers) {
        this.customers = customers;
    }

    @Test
    void mailsEverybodyTheirOffersThoughItIsKilledOnTheWay(@TempDir Path directory) throws Exception {
        GreenMail mailbox = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mailbox.start();
        try (EmbeddedBroker broker = new EmbeddedBroker(directory.resolve("kafka"));
                TestLog log = new TestLog(broker.bootstrapServers())) {
            publish(log);
            try (TestNode node = TestNode.start(broker.bootstrapServers(), log.registry(), directory.resolve("node"))) {
                await().atMost(PATIENCE).until(node.server()::ready);
                Files.write(directory.resolve("list.csv"), list());

                Process killed = mailer(directory, node, mailbox);
                assertThat(mailbox.waitForIncomingEmail(PATIENCE.toMillis(), customers / 5))
                        .as(() -> output(directory))
                        .isTrue();
                killed.destroyForcibly();
                assertThat(killed.waitFor()).as("killed on the way").isEqualTo(137);
                List<Integer> inDoubt = inDoubt(directory);

                end(mailer(directory, node, mailbox), directory);
                check(mailbox, node, tokens(directory), inDoubt);

                int sent = mailbox.getReceivedMessages().length;
                end(mailer(directory, node, mailbox), directory);
                assertThat(mailbox.getReceivedMessages())
                        .as("nothing is left to do")
                        .hasSize(sent);
            }
        } finally {
            mailbox.stop();
        }
    }

    private static CustomerTokens tokens(Path directory) throws IOException {
        return new CustomerTokens(TokenKeys.open(directory.resolve("node/token.keys")), System::currentTimeMillis);
    }

    private void check(GreenMail mailbox, TestNode node, CustomerTokens tokens, List<Integer> inDoubt)
            throws Exception {
        Map<String, List<MimeMessage>> mails =
                Arrays.stream(mailbox.getReceivedMessages()).collect(groupingBy(MailerContract::to));
        List<String> wanted = IntStream.range(0, customers)
                .filter(i -> known(i) && consents(i))
                .mapToObj(MailerContract::address)
                .toList();
        assertThat(mails.keySet()).containsExactlyInAnyOrderElementsOf(wanted);
        for (int i = 0; i < customers; i++) {
            List<MimeMessage> got = mails.getOrDefault(address(i), List.of());
            if (got.isEmpty()) {
                continue;
            }
            if (!inDoubt.contains(i)) {
                assertThat(got).as("mails to customer %s", i).hasSize(1);
            }
            assertThat(got.stream().map(MailerContract::messageId).distinct()).hasSize(1);
            MimeMultipart parts = (MimeMultipart) got.get(0).getContent();
            String text = (String) parts.getBodyPart(0).getContent();
            String html = (String) parts.getBodyPart(1).getContent();
            String language = language(i);
            List<String> titles =
                    offers(i).stream().map(offer -> title(offer, language)).toList();
            assertThat(titles).allMatch(text::contains);
            assertThat(html).contains(language.equals("en") ? "dir=\"ltr\"" : "dir=\"rtl\"", titles.get(0));
            assertThat(Pattern.compile("<h2>").matcher(html).results()).hasSize(titles.size());
            assertThat(tokens.open(token(html))).as("whom the links stand for").isEqualTo("c" + i);
            if (i % 100 == 1) {
                asTheNodeSays(node, i, got.get(0), html, titles);
            }
        }
    }

    private static String token(String html) {
        Matcher token = TOKEN.matcher(html);
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    /** The single call gives the same offers, and so does the address that is made of the token. */
    private static void asTheNodeSays(TestNode node, int i, MimeMessage mail, String html, List<String> titles)
            throws Exception {
        GetOffersRequest.Builder question = GetOffersRequest.newBuilder()
                .setCustomerId("c" + i)
                .setPlacement("mail-top")
                .setLimit(2)
                .addLanguages(language(i));
        assertThat(node.offers(question).getOffersList())
                .extracting(Offer::getTitle)
                .isEqualTo(titles);
        String token = token(html);
        assertThat(node.get("/v1/t/" + token + "/offers?language=" + language(i))
                        .body())
                .contains(titles.get(0));
        assertThat(mail.getHeader("List-Unsubscribe"))
                .containsExactly("<https://shop.example/unsubscribe?t=" + token + ">");
        assertThat(mail.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
    }

    private void publish(TestLog log) {
        log.publish(Definitions.segment("loyal", 0, null));
        log.publish(offer("gold", 0)
                .margin(2_000_000)
                .eligible(new Condition.In("loyal"))
                .build());
        log.publish(offer("plain", 1).margin(1_000_000).build());
        log.completeThrough(1, Views.AS_OF);
        log.flush();
        for (int i = 0; i < customers; i++) {
            if (known(i)) {
                Truth loyal = i % 3 == 0 ? Truth.TRUE : Truth.FALSE;
                log.publish(new CustomerView(
                        "c" + i,
                        new CustomerView.Version(0, 1, 1, 0),
                        Views.AS_OF,
                        "e",
                        Views.AS_OF - 1,
                        List.of(Views.membership(0, loyal)),
                        List.of(),
                        Map.of(),
                        Map.of("email_marketing", consents(i)),
                        Map.of()));
            }
        }
        log.flush();
    }

    private static Definitions.OfferBuilder offer(String id, int index) {
        Map<String, OfferContent> contents = new HashMap<>();
        for (String language : LANGUAGES) {
            contents.put(language, new OfferContent(title(id, language), "", "", "", "https://shop.example/" + id));
        }
        return Definitions.offer(id, index).contents(contents);
    }

    private static String title(String offer, String language) {
        return switch (language) {
            case "he" -> "מבצע " + offer;
            case "ar" -> "عرض " + offer;
            default -> "The " + offer + " offer";
        };
    }

    private static boolean known(int i) {
        return i % 11 != 0;
    }

    private static boolean consents(int i) {
        return i % 7 != 0;
    }

    private static List<String> offers(int i) {
        return i % 3 == 0 ? List.of("gold", "plain") : List.of("plain");
    }

    private static String language(int i) {
        return LANGUAGES.get(i / 3 % 3);
    }

    private static String address(int i) {
        return "m" + i + "@example.com";
    }

    private List<String> list() {
        List<String> lines = new ArrayList<>(List.of("id,address,language"));
        IntStream.range(0, customers)
                .mapToObj(i -> "c" + i + "," + address(i) + "," + language(i))
                .forEach(lines::add);
        return lines;
    }

    /** Customers whose mail was being handed over. */
    private static List<Integer> inDoubt(Path directory) throws IOException {
        Map<String, String> last = new TreeMap<>();
        List<String> lines = Files.readAllLines(directory.resolve("ledger"));
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", -1);
            last.put(fields[2], fields[1]);
        }
        List<Integer> doubtful = last.entrySet().stream()
                .filter(entry -> entry.getValue().equals("sending"))
                .map(entry -> Integer.parseInt(entry.getKey().substring(1)))
                .collect(Collectors.toList());
        assertThat(doubtful).as("no more than there are connections").hasSizeLessThanOrEqualTo(4);
        return doubtful;
    }

    private static Process mailer(Path directory, TestNode node, GreenMail mailbox) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.makolet.example.mail.Mailer",
                "--list=" + directory.resolve("list.csv"),
                "--campaign=campaign",
                "--ledger=" + directory.resolve("ledger"),
                "--makolet=dns:///127.0.0.1:" + node.server().grpcPort(),
                "--smtp=127.0.0.1:" + mailbox.getSmtp().getPort());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start();
    }

    private static void end(Process process, Path directory) throws Exception {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(() -> output(directory)).isZero();
    }

    private static String output(Path directory) {
        try {
            return Files.readString(directory.resolve("out"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String to(MimeMessage mail) {
        try {
            return mail.getAllRecipients()[0].toString();
        } catch (MessagingException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static String messageId(MimeMessage mail) {
        try {
            return mail.getMessageID();
        } catch (MessagingException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
