package io.makolet.schemas;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a registry said, on disk: {@code schemas/ID.avsc}, and {@code ids/FINGERPRINT} by subject and schema.
 *
 * <p>It is only ever a help: a file that can't be read or written counts as missing. Several processes may share it.
 */
final class DiskCache {

    private static final Logger LOG = LoggerFactory.getLogger(DiskCache.class);

    private final Path schemas;
    private final Path ids;

    DiskCache(Path directory) {
        schemas = directory.resolve("schemas");
        ids = directory.resolve("ids");
    }

    Optional<Schema> schema(int id) {
        Path file = schemaFile(id);
        return read(file).flatMap(text -> {
            try {
                return Optional.of(new Schema.Parser().parse(text));
            } catch (AvroRuntimeException e) {
                LOG.warn("{} holds no schema, asking the registry again: {}", file, e.getMessage());
                return Optional.empty();
            }
        });
    }

    void putSchema(int id, Schema schema) {
        write(schemaFile(id), schema.toString());
    }

    Optional<Integer> id(String subject, String schemaText) {
        Path file = idFile(subject, schemaText);
        return read(file).flatMap(text -> {
            try {
                return Optional.of(Integer.valueOf(text.strip()));
            } catch (NumberFormatException e) {
                LOG.warn("{} holds no schema id, asking the registry again: {}", file, e.getMessage());
                return Optional.empty();
            }
        });
    }

    void putId(String subject, String schemaText, int id) {
        write(idFile(subject, schemaText), Integer.toString(id));
    }

    private Path schemaFile(int id) {
        return schemas.resolve(id + ".avsc");
    }

    private Path idFile(String subject, String schemaText) {
        return ids.resolve(fingerprint(subject + "\n" + schemaText));
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("can't read {}, asking the registry again: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /** Written beside and moved, so that nobody ever reads half a file. */
    private static void write(Path file, String text) {
        try {
            Path directory = Files.createDirectories(file.getParent());
            Path temporary = Files.createTempFile(directory, file.getFileName().toString(), ".tmp");
            try {
                Files.writeString(temporary, text);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            LOG.warn("can't write {}, it will be asked for again after a restart: {}", file, e.toString());
        }
    }

    private static String fingerprint(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
