package io.makolet.example.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.example.mail.Ledger.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    @Test
    void knowsAfterATornLineWhatWasBeforeIt(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("ledger");
        try (Ledger ledger = new Ledger(file, "spring\tabc")) {
            ledger.write(recipient(2), State.SENDING, "");
            ledger.write(recipient(2), State.SENT, "<id>");
            ledger.write(recipient(3), State.SENDING, "");
            ledger.write(recipient(4), State.DEFERRED, "450\tlater\n");
        }
        Files.writeString(file, "3\tse", StandardOpenOption.APPEND);
        try (Ledger ledger = new Ledger(file, "spring\tabc")) {
            assertThat(ledger.isDone(2)).isTrue();
            assertThat(ledger.isInDoubt(2)).isFalse();
            assertThat(ledger.isDone(3)).isFalse();
            assertThat(ledger.isInDoubt(3)).isTrue();
            assertThat(ledger.isDone(4) || ledger.isInDoubt(4)).isFalse();
        }
    }

    @Test
    void doubtsAMailThatWasHandedOverOnceBefore(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("ledger");
        try (Ledger ledger = new Ledger(file, "spring\tabc")) {
            ledger.write(recipient(2), State.SENDING, "");
        }
        for (int time = 0; time < 2; time++) {
            try (Ledger ledger = new Ledger(file, "spring\tabc")) {
                ledger.write(recipient(2), State.SENDING, "");
                ledger.write(recipient(2), State.DEFERRED, "450 later");
                assertThat(ledger.isInDoubt(2)).isTrue();
                ledger.write(recipient(3), State.SENDING, "");
                ledger.write(recipient(3), State.DEFERRED, "450 later");
                assertThat(ledger.isInDoubt(3)).isFalse();
            }
        }
    }

    @Test
    void isOfOneMailing(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("ledger");
        new Ledger(file, "spring\tabc").close();
        assertThatThrownBy(() -> new Ledger(file, "spring\tabd"))
                .isInstanceOf(MailingException.class)
                .hasMessageContaining("abc")
                .hasMessageContaining("abd");
    }

    @Test
    void touchesNoOtherFile(@TempDir Path directory) throws IOException {
        Path list = Files.writeString(directory.resolve("list.csv"), "id,address,language\nc1,a@b.example,en");
        Path line = Files.writeString(directory.resolve("note.txt"), "not a ledger");
        for (Path file : List.of(list, line)) {
            String before = Files.readString(file);
            assertThatThrownBy(() -> new Ledger(file, "spring\tabc"))
                    .isInstanceOf(MailingException.class)
                    .hasMessageContaining(before.lines().findFirst().orElseThrow());
            assertThat(file).hasContent(before);
        }
    }

    @Test
    void beginsAgainAfterATornFirstLine(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("ledger"), "makolet-mail");
        new Ledger(file, "spring\tabc").close();
        assertThat(file).hasContent("makolet-mailing 1\tspring\tabc\n");
    }

    @Test
    void saysWhichLineIsWrong(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("ledger");
        new Ledger(file, "spring\tabc").close();
        Files.writeString(file, "x\tsent\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> new Ledger(file, "spring\tabc"))
                .isInstanceOf(MailingException.class)
                .hasMessageContaining("'x\tsent' in line 2, expected");
    }

    private static Recipient recipient(int line) {
        return new Recipient(line, "c" + line, "c" + line + "@example.com", "en");
    }
}
