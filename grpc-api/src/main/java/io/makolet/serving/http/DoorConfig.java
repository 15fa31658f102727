package io.makolet.serving.http;

import java.nio.file.Path;
import java.util.List;

/**
 * How the HTTP port is set up.
 *
 * @param tokenKeys file of the keys that customers' tokens are made with, the same for all nodes; made where there is none
 * @param origins sites whose pages may ask, such as https://shop.example; empty is none, * is any
 */
public record DoorConfig(Path tokenKeys, List<String> origins) {

    /** Any site. */
    public static final String ANY_ORIGIN = "*";

    /** What an origin is, to be shown where something else was given. */
    public static final String EXPECTED_ORIGINS =
            "origins such as https://shop.example, separated by commas, or " + ANY_ORIGIN;

    public DoorConfig {
        origins = List.copyOf(origins);
    }

    /** Can all of them be origins? */
    public boolean hasGoodOrigins() {
        return origins.stream().allMatch(origin -> origin.matches("\\*|https?://[^\\s/,]+"));
    }
}
