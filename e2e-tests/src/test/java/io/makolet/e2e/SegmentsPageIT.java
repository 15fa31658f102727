package io.makolet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that teaches segments: each example is in order, and has as many members as the page says. */
class SegmentsPageIT {

    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern EXAMPLE =
            Pattern.compile("# (\\d+) customers on 2011-06-30\nkind: Segment\nid: (\\w+)");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void examplesHaveAsManyMembersAsThePageSays() throws Exception {
        String page = Files.readString(Cli.root().resolve("docs/segments.md"));
        Map<String, Integer> said = new TreeMap<>();
        Matcher blocks = BLOCK.matcher(page);
        for (int number = 0; blocks.find(); number++) {
            Files.writeString(folder.resolve(number + ".yaml"), blocks.group(1));
            EXAMPLE.matcher(blocks.group(1))
                    .results()
                    .forEach(example -> said.put(example.group(2), Integer.valueOf(example.group(1))));
        }

        JsonNode report = Cli.run(
                        "dry-run",
                        folder.toString(),
                        "--mapping",
                        Shop.ONLINE_RETAIL.mapping(),
                        "--events",
                        Shop.ONLINE_RETAIL.events(),
                        "--as-of",
                        "2011-06-30T00:00:00",
                        "--json")
                .ok()
                .json();

        Map<String, Integer> found = new TreeMap<>();
        for (JsonNode segment : report.path("as_of").path(0).path("segments")) {
            found.put(segment.path("segment").asText(), segment.path("size").asInt());
        }
        assertThat(said).isNotEmpty().isEqualTo(found);
    }
}
