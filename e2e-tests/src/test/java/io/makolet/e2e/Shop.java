package io.makolet.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** An example shop. */
enum Shop {
    ONLINE_RETAIL(
            "online-retail/definitions",
            "online-retail/mapping.yaml",
            "online-retail/data/orders.csv.gz",
            "customer_id",
            "/online-retail-members.csv.gz"),
    CARTS(
            "online-retail/carts/definitions",
            "online-retail/carts-mapping.yaml",
            "online-retail/carts/data/carts.csv.gz",
            "customer_id",
            "/carts-members.csv.gz"),
    COMPLETE_JOURNEY(
            "complete-journey/definitions",
            "complete-journey/mapping.yaml",
            "complete-journey/data/journey.csv.gz",
            "household_id",
            "/complete_journey_members.csv.gz");

    private final String definitions;
    private final String mapping;
    private final String events;
    private final String customerColumn;
    private final String reference;

    Shop(String definitions, String mapping, String events, String customerColumn, String reference) {
        this.definitions = definitions;
        this.mapping = mapping;
        this.events = events;
        this.customerColumn = customerColumn;
        this.reference = reference;
    }

    /** Folder of its definitions. */
    String definitions() {
        return example(definitions);
    }

    /** How rows become events. */
    String mapping() {
        return example(mapping);
    }

    /** File of its events. */
    String events() {
        return example(events);
    }

    /** Who belonged to which segment when, by somebody else's reckoning. */
    Reference reference() throws IOException {
        return Reference.read(reference);
    }

    /** Everybody of whom the events tell. */
    Set<String> customers() throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(events()))) {
            List<List<String>> rows = Reference.rows(in);
            int column = rows.get(0).indexOf(customerColumn);
            Set<String> customers = new TreeSet<>();
            rows.stream().skip(1).forEach(row -> customers.add(row.get(column)));
            return customers;
        }
    }

    private static String example(String path) {
        return Cli.root().resolve("examples").resolve(path).toString();
    }
}
