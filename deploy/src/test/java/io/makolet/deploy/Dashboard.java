package io.makolet.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One Grafana dashboard.
 *
 * @param file where it stands
 * @param content the whole model
 */
record Dashboard(Path file, JsonNode content) {
    static List<Dashboard> all() {
        return Manifest.filesBelow(Manifest.ROOT)
                .filter(file -> file.toString().endsWith(".json"))
                .map(file -> new Dashboard(file, Documents.json(file)))
                .toList();
    }

    /** Rows and graphs. */
    List<JsonNode> panels() {
        return list(content.path("panels"))
                .flatMap(panel -> Stream.concat(Stream.of(panel), list(panel.path("panels"))))
                .toList();
    }

    /** Everything that shows data. */
    List<JsonNode> graphs() {
        return panels().stream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    List<String> expressions() {
        return graphs().stream()
                .flatMap(graph -> list(graph.path("targets")))
                .map(target -> target.path("expr").asText())
                .toList();
    }

    static Stream<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
