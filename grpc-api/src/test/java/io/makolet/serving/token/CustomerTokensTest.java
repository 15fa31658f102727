package io.makolet.serving.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.serving.token.CustomerTokens.TokenException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomerTokensTest {

    private static final String OLD = "7 " + "A".repeat(43) + "=";
    private static final String NEW = "8 " + "B".repeat(42) + "A=";
    /** Version 1 for dana, until 2100, with the first of these keys; sealed by OpenSSL. */
    private static final String RELEASED =
            "AQcAAQIDBAUGBwgJCguIyzNS9HvY-cJ8NoSTYt4MVGyomr-dj_bPy-QLjTUPbwvYh5y_w4V0ejvXpwGCIS0";

    private static final long EXPIRES = 4_102_444_800_000L;

    private final AtomicLong now = new AtomicLong(1_800_000_000_000L);

    @TempDir
    Path directory;

    @Test
    void opensWhatItMade() throws Exception {
        CustomerTokens tokens = tokens(OLD);
        Random random = new Random(5);
        for (int size = 1; size <= 512; size++) {
            String id = random.ints(size, 'a', 'z' + 1)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(tokens.open(tokens.make(id, EXPIRES))).isEqualTo(id);
        }
        assertThat(tokens.open(tokens.make("דנה 👩‍🍳", EXPIRES))).isEqualTo("דנה 👩‍🍳");
    }

    @Test
    void opensWhatAnEarlierReleaseMade() throws Exception {
        assertThat(tokens(OLD).open(RELEASED)).isEqualTo("dana");
    }

    @Test
    void tellsNothingOfWhomItStandsFor() {
        CustomerTokens tokens = tokens(OLD);
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            made.add(tokens.make("dana", EXPIRES));
        }
        assertThat(made).hasSize(100);
        assertThat(made).allMatch(token -> token.matches("[A-Za-z0-9_-]+"));
        assertThat(tokens.make("1", EXPIRES)).hasSameSizeAs(tokens.make("somebody@example.com", EXPIRES));
    }

    @Test
    void opensNothingThatWasChanged() {
        CustomerTokens tokens = tokens(OLD);
        byte[] token = Base64.getUrlDecoder().decode(tokens.make("dana", EXPIRES));
        for (int bit = 0; bit < token.length * 8; bit++) {
            byte[] changed = token.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertInvalid(tokens, Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
        }
        for (String other : List.of("", "a", "!", "A".repeat(5_000), "../../etc/passwd")) {
            assertInvalid(tokens, other);
        }
    }

    @Test
    void opensNothingWhoseTimeIsOver() throws Exception {
        CustomerTokens tokens = tokens(OLD);
        String token = tokens.make("dana", now.get() + 2_000);
        now.addAndGet(1_999);
        assertThat(tokens.open(token)).isEqualTo("dana");
        now.addAndGet(1);
        assertThatThrownBy(() -> tokens.open(token))
                .isInstanceOfSatisfying(
                        TokenException.class, e -> assertThat(e.expired()).isTrue());
    }

    @Test
    void takesItsKeysFromOneToTheNext() throws Exception {
        String token = tokens(OLD).make("dana", EXPIRES);
        CustomerTokens both = tokens(NEW, OLD);
        assertThat(both.open(token)).isEqualTo("dana");
        assertThat(tokens(NEW).open(both.make("dana", EXPIRES))).isEqualTo("dana");
        assertInvalid(tokens(NEW), token);
        assertInvalid(tokens(NEW.replace("8 ", "7 ")), token);
    }

    @Test
    void makesAFileOfKeysForItsUserOnly() throws Exception {
        Path file = directory.resolve("keys/token.keys");
        String token = new CustomerTokens(TokenKeys.open(file), now::get).make("dana", EXPIRES);
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThat(new CustomerTokens(TokenKeys.open(file), now::get).open(token))
                .isEqualTo("dana");
    }

    @Test
    void namesALineThatIsNoKeyAndNotTheKey() throws Exception {
        Path file = directory.resolve("token.keys");
        for (String line : List.of("7", "x " + OLD, "256" + OLD.substring(1), "7 c2VjcmV0", "7 se!cret")) {
            Files.writeString(file, "# keys\n" + line + "\n", StandardCharsets.UTF_8);
            assertThatThrownBy(() -> TokenKeys.open(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(file + ":2: not a key, expected an id from 0 to 255, a blank, and 32 bytes in base64");
        }
        assertThatThrownBy(() -> TokenKeys.read(List.of(OLD, OLD), "f"))
                .hasMessageContaining("f:2: key 7 is there twice");
        assertThatThrownBy(() -> TokenKeys.read(List.of(), "f")).hasMessageContaining("f: no key");
    }

    private CustomerTokens tokens(String... keys) {
        return new CustomerTokens(TokenKeys.read(List.of(keys), "keys"), now::get);
    }

    private static void assertInvalid(CustomerTokens tokens, String token) {
        assertThatThrownBy(() -> tokens.open(token))
                .isInstanceOfSatisfying(
                        TokenException.class, e -> assertThat(e.expired()).isFalse());
    }
}
