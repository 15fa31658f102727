package io.makolet.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One Kubernetes object as it stands in the tree.
 *
 * @param file where it stands, relative to the module
 * @param content the whole object
 */
record Manifest(Path file, JsonNode content) {
    /** Where the manifests are, relative to the module. */
    static final Path ROOT = Path.of("kubernetes");

    static final String KUSTOMIZATION = "kustomization.yaml";

    /** Read once; whoever wants to change one takes a copy. */
    private static final List<Manifest> ALL = filesBelow(ROOT)
            .filter(file -> file.toString().endsWith(".yaml"))
            .filter(file -> !file.endsWith(KUSTOMIZATION))
            .flatMap(file -> Documents.yaml(file).stream().map(document -> new Manifest(file, document)))
            .toList();

    /** Every object under {@link #ROOT}; never empty. */
    static List<Manifest> all() {
        return ALL;
    }

    /** Every object of a kind under {@link #ROOT}. */
    static List<Manifest> ofKind(String kind) {
        return all().stream().filter(manifest -> manifest.kind().equals(kind)).toList();
    }

    /** The object of a kind and a name. */
    static Manifest named(String kind, String name) {
        return ofKind(kind).stream()
                .filter(manifest -> manifest.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " named " + name + " under " + ROOT));
    }

    /** Every regular file below a folder, in the order of names. */
    static Stream<Path> filesBelow(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String apiVersion() {
        return content.path("apiVersion").asText();
    }

    String kind() {
        return content.path("kind").asText();
    }

    String name() {
        return content.path("metadata").path("name").asText();
    }

    /** The containers of the pods that it makes, also those laid over an operator's. */
    List<JsonNode> containers() {
        return content.findValues("containers").stream()
                .flatMap(list -> IntStream.range(0, list.size()).mapToObj(list::get))
                .toList();
    }

    @Override
    public String toString() {
        return kind() + " " + name() + " (" + file + ")";
    }
}
