package io.makolet.definitions;

import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong, at least one problem, by file and place. */
public record Problems(List<Problem> problems) implements Checked {

    public Problems {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("no problems, expected at least one");
        }
        problems = problems.stream().sorted(Problem.IN_READING_ORDER).distinct().toList();
    }

    /** For people: every problem, and how many there are. */
    public String render() {
        String all = problems.stream().map(Problem::render).collect(Collectors.joining("\n"));
        return all + "\n" + (problems.size() == 1 ? "1 problem" : problems.size() + " problems");
    }
}
