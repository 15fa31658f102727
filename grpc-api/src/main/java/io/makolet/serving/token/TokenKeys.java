package io.makolet.serving.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that tokens are made and opened with: lines of {@code ID KEY}, an id from 0 to 255 and 32 bytes in base64; what
 * begins with # is passed over. The first makes tokens, all open them. To change keys, put a new one first, and take the
 * old one away when the tokens made with it have expired. All nodes of a service need the same file.
 */
public final class TokenKeys {

    static final int KEY_BYTES = 32;
    private static final int MOST_IDS = 256;
    private static final String HMAC = "HmacSHA256";

    /** A key and the id that tokens made with it carry. */
    record Key(int id, SecretKey secret) {}

    private final List<Key> keys;

    private TokenKeys(List<Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads a file; where there is none, makes it with one new key, for this user only.
     *
     * @throws IOException if it can't be read or made
     * @throws IllegalArgumentException if a line is not a key, naming it but not the key
     */
    public static TokenKeys open(Path file) throws IOException {
        if (!Files.exists(file)) {
            make(file);
        }
        return read(Files.readAllLines(file, StandardCharsets.UTF_8), file.toString());
    }

    static TokenKeys read(List<String> lines, String name) {
        List<Key> keys = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                Key key = key(line, name + ":" + (i + 1));
                if (!ids.add(key.id())) {
                    throw new IllegalArgumentException(
                            name + ":" + (i + 1) + ": key " + key.id() + " is there twice, expected it once");
                }
                keys.add(key);
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(name + ": no key, expected a line of an id and a key in base64");
        }
        return new TokenKeys(keys);
    }

    private static Key key(String line, String place) {
        String[] words = line.split("\\s+", -1);
        try {
            int id = Integer.parseInt(words[0]);
            byte[] secret = Base64.getDecoder().decode(words[words.length - 1]);
            if (words.length == 2 && id >= 0 && id < MOST_IDS && secret.length == KEY_BYTES) {
                return new Key(id, new SecretKeySpec(secret, "AES"));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(expected(place));
        }
        throw new IllegalArgumentException(expected(place));
    }

    private static String expected(String place) {
        return place + ": not a key, expected an id from 0 to 255, a blank, and " + KEY_BYTES + " bytes in base64";
    }

    private static void make(Path file) throws IOException {
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            Files.createFile(file, onlyOwner(file));
        } catch (FileAlreadyExistsException e) {
            return;
        }
        Files.writeString(
                file,
                "# Keys of customer tokens; the first makes them.\n1 "
                        + Base64.getEncoder().encodeToString(secret) + "\n");
    }

    private static FileAttribute<?>[] onlyOwner(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** A secret for another purpose than tokens, which tells nothing of the keys: HMAC-SHA-256 of its name. */
    public SecretKey secretFor(String purpose) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(first().secret().getEncoded(), HMAC));
            return new SecretKeySpec(mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8)), HMAC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    Key first() {
        return keys.get(0);
    }

    List<Key> all() {
        return keys;
    }
}
