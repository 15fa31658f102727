package io.makolet.local.replay.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.event.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every row of the example shops becomes an event. */
class ExampleFilesTest {

    private static final Path EXAMPLES = Path.of("../examples");

    private final List<BrokenRow> broken = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    @Test
    void readsTheGrocersHalfYear() throws Exception {
        assertThat(types("complete-journey/data/journey.csv.gz", "complete-journey/mapping.yaml"))
                .isEqualTo(Map.of(
                        "purchase", 23_430, "offer_impression", 2_466, "offer_accept", 538, "profile_update", 801));
    }

    @Test
    void readsTheGiftShopsCarts() throws Exception {
        assertThat(types("online-retail/carts/data/carts.csv.gz", "online-retail/carts-mapping.yaml"))
                .isEqualTo(Map.of("cart_add", 26_393, "purchase", 2_395));
    }

    private Map<String, Integer> types(String data, String mapping) throws Exception {
        EventFile file = EventFile.open(EXAMPLES.resolve(data), Mapping.load(EXAMPLES.resolve(mapping)));
        Map<String, Integer> types = new TreeMap<>();
        int count = 0;
        try (EventFile.Events events = file.read(Long.MAX_VALUE, broken::add)) {
            for (Event event = events.next(); event != null; event = events.next()) {
                types.merge(event.type(), 1, Integer::sum);
                ids.add(event.id());
                count++;
            }
        }
        assertThat(file.ordered()).isTrue();
        assertThat(broken).isEmpty();
        assertThat(ids).as("ids differ").hasSize(count);
        return types;
    }
}
