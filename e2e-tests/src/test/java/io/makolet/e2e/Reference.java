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

/** Who belonged to which segment of Online Retail at which instant, computed independently of Makolet. */
final class Reference {

    /** The instants of the reference, in order, as the command line takes them. */
    static final List<String> INSTANTS = List.of("2011-01-31T00:00:00", "2011-03-31T12:00:00", "2011-06-30T00:00:00");

    private final Map<String, Map<String, Set<String>>> members = new TreeMap<>();

    Reference() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                        Reference.class.getResourceAsStream("/online-retail-members.csv.gz"), "reference members");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            lines.lines().skip(1).forEach(line -> {
                List<String> columns = List.of(line.split(",", -1));
                members.computeIfAbsent(columns.get(0), instant -> new TreeMap<>())
                        .computeIfAbsent(columns.get(1), segment -> new TreeSet<>())
                        .add(columns.get(2));
            });
        }
    }

    /** Members of a segment at an instant. */
    Set<String> members(String instant, String segment) {
        return members.getOrDefault(instant, Map.of()).getOrDefault(segment, Set.of());
    }
}
