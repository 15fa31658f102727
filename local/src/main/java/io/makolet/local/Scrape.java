package io.makolet.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Metrics in Prometheus' text format, each summed over its labels.
 *
 * @param sums by name of the metric
 * @param counts how many values were summed, by name of the metric
 */
record Scrape(Map<String, Double> sums, Map<String, Integer> counts) {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    Scrape {
        sums = Map.copyOf(sums);
        counts = Map.copyOf(counts);
    }

    static Scrape of(String address) throws IOException, InterruptedException {
        return parse(get(address));
    }

    static Scrape parse(String text) {
        Map<String, Double> sums = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            int labels = line.indexOf('{');
            int end = line.lastIndexOf('}');
            String name = line.substring(0, labels >= 0 ? labels : line.indexOf(' '));
            // After the value there may be a timestamp.
            String rest = line.substring(end >= 0 ? end + 1 : name.length()).strip();
            int space = rest.indexOf(' ');
            String value = space >= 0 ? rest.substring(0, space) : rest;
            double number = Double.parseDouble(value.replace("+Inf", "Infinity").replace("-Inf", "-Infinity"));
            sums.merge(name, number, Double::sum);
            counts.merge(name, 1, Integer::sum);
        });
        return new Scrape(sums, counts);
    }

    OptionalDouble sum(String name) {
        Double sum = sums.get(name);
        return sum == null ? OptionalDouble.empty() : OptionalDouble.of(sum);
    }

    /** How many values of a metric there are: one for each combination of its labels. */
    int count(String name) {
        return counts.getOrDefault(name, 0);
    }

    /** Body of a page that is there; fails where it is not. */
    static String get(String address) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create(address))
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(address + " answered " + response.statusCode() + ", expected 200");
        }
        return response.body();
    }
}
