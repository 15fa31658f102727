package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that says what is tried where names all conditions, and tests that there are. */
class EdgesPageTest {

    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private final Set<String> names = names();

    @Test
    void namesEveryCondition() {
        assertThat(names).containsAll(Language.OVER_EVENTS_AND_PROFILE);
    }

    @Test
    void namesTestsThatThereAre() {
        Set<String> tests = Stream.of("domain", "definitions", "local", "e2e-tests")
                .map(module -> Path.of("..", module, "src", "test", "java"))
                .flatMap(EdgesPageTest::classes)
                .collect(Collectors.toSet());
        List<String> named = names.stream()
                .filter(name -> Character.isUpperCase(name.charAt(0)))
                .toList();
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(tests).containsAll(named);
    }

    private static Stream<String> classes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> names() {
        try {
            return NAME.matcher(Files.readString(Path.of("../docs/edges.md")))
                    .results()
                    .map(MatchResult::group)
                    .map(name -> name.replace("`", ""))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
