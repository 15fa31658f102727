package io.makolet.local.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Who belonged to a segment of the gift shop at an instant, computed independently of Makolet.
 *
 * @param asOf the instant
 * @param segment id of the segment
 * @param members how many belong to it
 * @param sha256 of their ids in order, each followed by a line end
 */
record GoldenMembers(Instant asOf, String segment, int members, String sha256) {

    private static final String RESOURCE = "online-retail-members.csv";

    /** All that is known. */
    static List<GoldenMembers> all() {
        InputStream resource = Objects.requireNonNull(GoldenMembers.class.getResourceAsStream(RESOURCE), RESOURCE);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .map(cells ->
                            new GoldenMembers(Instant.parse(cells[0]), cells[1], Integer.parseInt(cells[2]), cells[3]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Are these exactly the members? */
    boolean matches(Collection<String> customers) {
        return customers.size() == members && digest(customers).equals(sha256);
    }

    private static String digest(Collection<String> customers) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            customers.stream()
                    .sorted()
                    .forEach(customer -> digest.update((customer + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
