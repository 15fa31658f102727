package io.makolet.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/** The example shop. */
final class OnlineRetail {

    /** Segments of the reference that the language can express. */
    static final List<String> SEGMENTS = List.of(
            "S1_ge2_purchases_30d",
            "S2_dormant_90d",
            "S3_spend_90d_ge_1000",
            "S4_new_first_purchase_30d",
            "S5_one_time_buyer_ge60d_ago",
            "S6_cancel_60d_and_purchase_60d",
            "S8_rfm_champion");

    private static final Path FOLDER = Cli.root().resolve("examples/online-retail");

    private OnlineRetail() {}

    static String definitions() {
        return FOLDER.resolve("definitions").toString();
    }

    static String mapping() {
        return FOLDER.resolve("mapping.yaml").toString();
    }

    static String orders() {
        return FOLDER.resolve("data/orders.csv.gz").toString();
    }

    /** Everybody who ordered or cancelled at any time. */
    static Set<String> customers() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Path.of(orders()))), StandardCharsets.UTF_8))) {
            Set<String> customers = new TreeSet<>();
            lines.lines()
                    .skip(1)
                    .forEach(line -> customers.add(List.of(line.split(",", -1)).get(1)));
            return customers;
        }
    }
}
