package io.makolet.serving.http;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the HTTP port is set up.
 *
 * @param tokenKeys file of the keys that customers' tokens are made with, the same for all nodes; made where there is none
 * @param origins sites whose pages may ask, such as https://shop.example; empty is none, * is any
 * @param site folder of pages that the port shows under /site/, for trying out; null is none
 */
public record DoorConfig(
        Path tokenKeys, List<String> origins, @Nullable Path site) {

    /** Any site. */
    public static final String ANY_ORIGIN = "*";

    /** What an origin is, to be shown where something else was given. */
    public static final String EXPECTED_ORIGINS =
            "origins such as https://shop.example, separated by commas, or " + ANY_ORIGIN;

    public DoorConfig {
        origins = List.copyOf(origins);
    }

    /** One without pages of its own. */
    public DoorConfig(Path tokenKeys, List<String> origins) {
        this(tokenKeys, origins, null);
    }

    /** Can all of them be origins? */
    public boolean hasGoodOrigins() {
        return origins.stream().allMatch(origin -> origin.matches("\\*|https?://[^\\s/,]+"));
    }
}
