package io.makolet.example.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CampaignTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void isFromAnAddressThatMayHaveAName() throws IOException {
        assertThat(campaign("The Corner Shop <shop@mail.example>").domain()).isEqualTo("mail.example");
        assertThat(campaign("shop@mail.example").domain()).isEqualTo("mail.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "shop@", "a b@c d"})
    void refusesWhatIsNoAddress(String from) {
        assertThatThrownBy(() -> campaign(from))
                .isInstanceOf(MailingException.class)
                .hasMessageContaining("has from=" + from + ", expected an address such as");
    }

    private Campaign campaign(String from) throws IOException {
        Files.writeString(
                folder.resolve("campaign.properties"),
                String.join(
                        "\n",
                        "id=spring",
                        "from=" + from,
                        "placement=mail-top",
                        "door=https://door.example",
                        "unsubscribe=https://shop.example/unsubscribe",
                        "en.subject=Hello"));
        Files.writeString(folder.resolve("mail.html"), "<p>{{ language }}</p>");
        Files.writeString(folder.resolve("mail.txt"), "{{ language }}");
        return new Campaign(folder);
    }
}
