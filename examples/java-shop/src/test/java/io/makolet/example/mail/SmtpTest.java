package io.makolet.example.mail;

import static io.makolet.example.mail.ScriptedMailServer.HANG_UP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.example.mail.Ledger.State;
import jakarta.mail.MessagingException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a refusal of the mail server means for a mail, and what for all of them. */
@Timeout(20)
class SmtpTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private ScriptedMailServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedMailServer(null);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT,550 no such user,FAILED",
        "RCPT,450 mailbox busy,DEFERRED",
        "DATA,554 no,FAILED",
        "DATA,451 later,DEFERRED",
        ".,552 too large,FAILED",
        ".,452 disk full,DEFERRED",
        ".,421 closing,DEFERRED",
        "MAIL,451 greylisted,DEFERRED",
        "NOOP,250 fine,SENT"
    })
    void tellsARefusalForNowFromOneForGood(String verb, String answer, State expected) throws Exception {
        server.answer(verb, answer);
        Smtp.Reply reply = send(server.address(false, ""));
        assertThat(reply.state()).isEqualTo(expected);
        if (expected != State.SENT) {
            assertThat(reply.words()).contains(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"530 Authentication required", "550 not your domain"})
    void stopsWhereNoMailWillBeTaken(String answer) {
        server.answer("MAIL", answer);
        assertThatThrownBy(() -> send(server.address(false, "")))
                .isInstanceOf(MailingException.class)
                .hasMessageContaining(answer)
                .hasMessageContaining("127.0.0.1:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA"})
    void knowsThatAMailWithoutItsEndIsNotTaken(String verb) {
        server.answer(verb, HANG_UP);
        assertThatThrownBy(() -> send(server.address(false, ""))).isInstanceOf(Smtp.NotTakenException.class);
    }

    @Test
    void doubtsAfterTheEndOfAMail() {
        server.answer(".", HANG_UP);
        assertThatThrownBy(() -> send(server.address(false, "")))
                .isInstanceOf(MessagingException.class)
                .isNotInstanceOf(Smtp.NotTakenException.class);
    }

    @Test
    void sendsOnOverTheSameConnection() throws Exception {
        try (Smtp smtp = new Smtp(server.address(false, "shop"))) {
            for (int mail = 0; mail < 3; mail++) {
                smtp.connect();
                assertThat(smtp.send(smtp.message(mail())).state()).isEqualTo(State.SENT);
            }
        }
        assertThat(server.commands().stream().filter("AUTH"::equals)).hasSize(1);
        assertThat(server.commands().stream().filter("."::equals)).hasSize(3);
    }

    @Test
    void saysWhoIsRefused() {
        server.answer("AUTH", "535 wrong password");
        assertThatThrownBy(() -> send(server.address(false, "shop")))
                .isInstanceOf(MailingException.class)
                .hasMessageContaining("refuses the user 'shop': 535 wrong password");
    }

    @Test
    void sendsNothingToWhoDoesNotEncrypt() {
        assertThatThrownBy(() -> send(server.address(true, "shop")))
                .isInstanceOf(MailingException.class)
                .hasMessageContaining("doesn't offer STARTTLS");
        assertThat(server.commands()).doesNotContain("AUTH", "MAIL");
    }

    @Test
    void sendsNothingToWhoCannotBeTrusted(@TempDir Path directory) throws Exception {
        try (ScriptedMailServer unknown = new ScriptedMailServer(selfSigned(directory))) {
            unknown.answer("EHLO", "250-here\r\n250 STARTTLS");
            assertThatThrownBy(() -> send(unknown.address(true, "shop")))
                    .isInstanceOf(MailingException.class)
                    .hasMessageContaining("can't be trusted");
            assertThat(unknown.commands()).contains("STARTTLS").doesNotContain("AUTH", "MAIL");
        }
    }

    @Test
    void refusesAnAddressBeforeAnythingIsSent() {
        try (Smtp smtp = new Smtp(server.address(false, ""))) {
            assertThatThrownBy(() -> smtp.message(mail("dana..k@example.com"))).isInstanceOf(MessagingException.class);
        }
        assertThat(server.commands()).isEmpty();
    }

    private static Smtp.Reply send(Smtp.Server to) throws MessagingException {
        try (Smtp smtp = new Smtp(to)) {
            smtp.connect();
            return smtp.send(smtp.message(mail()));
        }
    }

    private static Smtp.Mail mail() {
        return mail("dana@example.com");
    }

    private static Smtp.Mail mail(String to) {
        return new Smtp.Mail(
                "shop@shop.example",
                to,
                "<1@shop.example>",
                "he",
                "https://shop.example/unsubscribe?t=1",
                new Campaign.Filled("שלום", "<p>מבצע</p>", "מבצע"));
    }

    private static SSLContext selfSigned(Path directory) throws Exception {
        Path store = directory.resolve("keys");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "mail",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(20, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
