package io.makolet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A dry-run over a shop's whole file: the members equal the reference exactly, at every instant. */
class DryRunIT {

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource
    void membersEqualTheReference(Shop shop) throws Exception {
        Reference reference = shop.reference();
        Path members = folder.resolve("members.csv");

        JsonNode report = Cli.run(
                        "dry-run",
                        shop.definitions(),
                        "--mapping",
                        shop.mapping(),
                        "--events",
                        shop.events(),
                        "--as-of",
                        String.join(",", reference.instants()),
                        "--out",
                        members.toString(),
                        "--json")
                .ok()
                .json();

        Map<String, Map<String, Set<String>>> found = read(members);
        assertThat(report.path("as_of")).hasSameSizeAs(reference.instants());
        for (JsonNode instant : report.path("as_of")) {
            String asOf = instant.path("as_of").asText();
            for (JsonNode segment : instant.path("segments")) {
                String id = segment.path("segment").asText();
                Set<String> listed = found.getOrDefault(asOf, Map.of()).getOrDefault(id, Set.of());
                assertThat(segment.path("size").asInt()).isEqualTo(listed.size());
                if (reference.segments().contains(id)) {
                    assertThat(listed).as("%s at %s", id, asOf).isEqualTo(reference.members(asOf, id));
                }
            }
        }
        assertThat(report.path("refused").asInt(-1)).isZero();
        assertThat(report.path("rejected").asInt(-1)).isZero();
    }

    private static Map<String, Map<String, Set<String>>> read(Path members) throws Exception {
        Map<String, Map<String, Set<String>>> result = new TreeMap<>();
        for (String line : Files.readAllLines(members)) {
            List<String> cells = List.of(line.split(",", -1));
            result.computeIfAbsent(cells.get(0), instant -> new TreeMap<>())
                    .computeIfAbsent(cells.get(1), segment -> new TreeSet<>())
                    .add(cells.get(2));
        }
        return result;
    }
}
