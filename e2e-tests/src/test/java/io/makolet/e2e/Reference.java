package io.makolet.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * Who belonged to which segment of a shop at which instant, computed independently of Makolet.
 *
 * @param membersByInstant members by instant, as the command line takes it, and segment
 */
record Reference(Map<String, Map<String, Set<String>>> membersByInstant) {

    /** Reads a packed file of rows {@code as_of,segment,customer_id}. */
    static Reference read(String resource) throws IOException {
        Map<String, Map<String, Set<String>>> members = new TreeMap<>();
        try (InputStream in = Objects.requireNonNull(Reference.class.getResourceAsStream(resource), resource)) {
            rows(in).stream()
                    .skip(1)
                    .forEach(row -> members.computeIfAbsent(row.get(0), instant -> new TreeMap<>())
                            .computeIfAbsent(row.get(1), segment -> new TreeSet<>())
                            .add(row.get(2)));
        }
        return new Reference(members);
    }

    /** Cells of a packed file without quotes. */
    static List<List<String>> rows(InputStream packed) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.UTF_8))) {
            return lines.lines().map(line -> List.of(line.split(",", -1))).toList();
        }
    }

    /** The instants, in order. */
    List<String> instants() {
        return List.copyOf(membersByInstant.keySet());
    }

    /** The last instant. */
    String lastInstant() {
        return instants().get(membersByInstant.size() - 1);
    }

    /** All segments that somebody belonged to. */
    Set<String> segments() {
        Set<String> segments = new TreeSet<>();
        membersByInstant.values().forEach(bySegment -> segments.addAll(bySegment.keySet()));
        return segments;
    }

    /** Members of a segment at an instant. */
    Set<String> members(String instant, String segment) {
        return membersByInstant.getOrDefault(instant, Map.of()).getOrDefault(segment, Set.of());
    }
}
