package io.makolet.example.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MailerTest {

    @Test
    void sendsNoPasswordInTheClear() {
        StringWriter err = new StringWriter();
        CommandLine mailer = Mailer.command(Map.of("MAILER_USER", "shop")).setErr(new PrintWriter(err));
        int code = mailer.execute(
                "--list=customers.csv", "--campaign=campaign", "--ledger=ledger", "--smtp=mail.example:587");
        assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("MAILER_USER", "mail.example in the clear", "--starttls");
    }
}
