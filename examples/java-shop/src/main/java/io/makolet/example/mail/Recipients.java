package io.makolet.example.mail;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/** Reads the list of those who get a mail, a CSV file in UTF-8 whose first line is {@code id,address,language}, as it is needed. */
final class Recipients implements AutoCloseable {

    private static final List<String> HEADER = List.of("id", "address", "language");

    private final Path file;
    private final Set<String> languages;
    private final MappingIterator<List<String>> rows;
    private int line = 1;

    /** @param languages that the mail is written in; any other in the list is wrong */
    Recipients(Path file, Set<String> languages) throws IOException {
        this.file = file;
        this.languages = languages;
        this.rows = new CsvMapper()
                .readerForListOf(String.class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .readValues(Files.newBufferedReader(file, StandardCharsets.UTF_8));
        List<String> header = rows.hasNextValue() ? rows.nextValue() : List.of();
        if (!header.equals(HEADER)) {
            throw new MailingException(file + " begins with " + header + ", expected " + HEADER);
        }
    }

    /** SHA-256 of a list's bytes: a list with the same has the same recipients in the same lines. */
    static String fingerprint(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
            bytes.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    boolean hasNext() {
        try {
            return rows.hasNextValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @throws MailingException if a line is not one of a recipient, with the line and what was expected
     * @throws NoSuchElementException if there is none
     */
    Recipient next() {
        List<String> row;
        try {
            row = rows.nextValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line++;
        if (row.size() != HEADER.size()) {
            throw wrong(row.size() + " fields", String.join(",", HEADER));
        }
        Recipient recipient = new Recipient(line, row.get(0), row.get(1), row.get(2));
        if (recipient.customerId().isEmpty()) {
            throw wrong("an empty id", "a customer's id");
        }
        if (!recipient.address().matches("[^\\s@<>]+@[^\\s@<>]+")) {
            throw wrong("the address '" + recipient.address() + "'", "one such as dana@example.com");
        }
        if (!languages.contains(recipient.language())) {
            throw wrong("the language '" + recipient.language() + "'", "one that the mail has: " + languages);
        }
        return recipient;
    }

    private MailingException wrong(String found, String expected) {
        return new MailingException(file + ", line " + line + ": " + found + ", expected " + expected);
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
