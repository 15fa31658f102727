package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What authors are told, message for message. Each case in {@code problems/*.txt} has a name after {@code ===}, the text of
 * a file, and after {@code >>>} all that is said of it. A text that begins with {@code when:} is that of a segment.
 */
class ProblemsTest {

    private static final List<String> TOPICS = List.of(
            "yaml",
            "heads",
            "conditions",
            "aggregates",
            "sequences",
            "persons",
            "seasons",
            "stays",
            "places",
            "percentiles",
            "macros",
            "feed",
            "contradictions",
            "expressions",
            "offers",
            "profiles",
            "events",
            "references");

    private record Case(String name, String text, String expected) {}

    @TestFactory
    Stream<DynamicNode> tellsAuthors() {
        return TOPICS.stream()
                .map(topic -> DynamicContainer.dynamicContainer(
                        topic,
                        cases(topic).stream()
                                .map(c -> DynamicTest.dynamicTest(
                                        c.name(),
                                        () -> assertThat(Shop.problems(c.text()))
                                                .isEqualTo(c.expected())))));
    }

    private static List<Case> cases(String topic) {
        List<Case> cases = new ArrayList<>();
        for (String part : resource("/problems/" + topic + ".txt").split("(?m)^=== ", -1)) {
            if (!part.isBlank()) {
                String[] sides = part.split("(?m)^>>>\n", 2);
                String[] given = sides[0].split("\n", 2);
                cases.add(new Case(given[0], Shop.withHead(given[1]), sides[1].strip() + "\n"));
            }
        }
        assertThat(cases).as(topic).isNotEmpty();
        return cases;
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(ProblemsTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
