package io.makolet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that teaches segments: each example is in order, and has as many members as the page says. */
class SegmentsPageIT {

    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FEED = Pattern.compile("```csv\n(.*?)```", Pattern.DOTALL);
    private static final Pattern EXAMPLE =
            Pattern.compile("# (\\d+) customers on (\\d{4}-\\d{2}-\\d{2})\nkind: Segment\nid: (\\w+)");
    private static final Map<String, Shop> SHOPS = Map.of("2011-06-30", Shop.ONLINE_RETAIL, "2011-11-15", Shop.CARTS);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void examplesHaveAsManyMembersAsThePageSays() throws Exception {
        String page = Files.readString(Cli.root().resolve("docs/segments.md"));
        Matcher feed = FEED.matcher(page);
        assertThat(feed.find()).isTrue();
        Files.writeString(folder.resolve("products.csv"), feed.group(1));
        Map<String, Map<String, Integer>> said = new TreeMap<>();
        Matcher blocks = BLOCK.matcher(page);
        for (int number = 0; blocks.find(); number++) {
            Files.writeString(folder.resolve(number + ".yaml"), blocks.group(1));
            EXAMPLE.matcher(blocks.group(1))
                    .results()
                    .forEach(example -> said.computeIfAbsent(example.group(2), day -> new TreeMap<>())
                            .put(example.group(3), Integer.valueOf(example.group(1))));
        }

        Set<String> checked = new TreeSet<>();
        for (Map.Entry<String, Map<String, Integer>> day : said.entrySet()) {
            Map<String, Integer> found =
                    found(Objects.requireNonNull(SHOPS.get(day.getKey()), day.getKey()), day.getKey());
            checked.addAll(found.keySet());
            found.keySet().retainAll(day.getValue().keySet());
            assertThat(found).isEqualTo(day.getValue());
        }
        said.values().forEach(segments -> checked.removeAll(segments.keySet()));
        assertThat(checked).as("segments without a number").isEmpty();
    }

    /** Sizes of all segments on a day in a shop. */
    private Map<String, Integer> found(Shop shop, String day) throws Exception {
        JsonNode report = Cli.run(
                        "dry-run",
                        folder.toString(),
                        "--mapping",
                        shop.mapping(),
                        "--events",
                        shop.events(),
                        "--as-of",
                        day + "T00:00:00",
                        "--json")
                .ok()
                .json();

        Map<String, Integer> found = new TreeMap<>();
        for (JsonNode segment : report.path("as_of").path(0).path("segments")) {
            found.put(segment.path("segment").asText(), segment.path("size").asInt());
        }
        return found;
    }
}
