package io.makolet.local.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * How far a file was sent into a system: a small file in the system's home, named by the content of the file, so that a
 * copy or a new name of it is known too.
 */
final class ReplayCheckpoint {

    /**
     * What was sent.
     *
     * @param file path it was last read from, for people
     * @param mapping fingerprint of the mapping it was sent with
     * @param sentThrough every event up to this instant is in the log, milliseconds UTC
     * @param position of the log before which nothing later than that lies: what was sent ahead is found from there on if
     *     the replay was cut off
     */
    record Sent(
            String file,
            String mapping,
            @JsonProperty("sent_through") long sentThrough,
            Map<String, Long> position) {
        Instant instant() {
            return Instant.ofEpochMilli(sentThrough);
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FINGERPRINT_LETTERS = 32;

    private final Path source;
    private final Path place;
    private final String mapping;

    ReplayCheckpoint(Path home, Path source, Path mapping) throws IOException {
        this.source = source;
        this.place = home.resolve("replay").resolve(fingerprint(source) + ".json");
        this.mapping = fingerprint(mapping);
    }

    /** What was sent before; empty if nothing was. */
    Optional<Sent> read() throws IOException {
        if (!Files.exists(place)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readString(place), Sent.class));
        } catch (JsonProcessingException e) {
            throw new IOException(place + " is damaged: " + e.getOriginalMessage(), e);
        }
    }

    boolean sameMapping(Sent sent) {
        return sent.mapping().equals(mapping);
    }

    /** As durable as the log itself: it outlives the process, not the power. */
    void write(long sentThrough, LogPosition position) throws IOException {
        Path folder = Files.createDirectories(place.resolveSibling(""));
        Path draft = folder.resolve(place.getFileName() + ".new");
        Sent sent = new Sent(source.toAbsolutePath().toString(), mapping, sentThrough, position.offsets());
        Files.write(draft, JSON.writeValueAsBytes(sent));
        Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String fingerprint(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, FINGERPRINT_LETTERS);
    }
}
