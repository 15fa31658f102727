package io.makolet.local.replay.mapping;

import java.util.List;
import java.util.stream.Collectors;

/** A mapping is not valid, or does not fit a file. Its message has one line for each problem. */
public final class MappingException extends RuntimeException {

    MappingException(String problem) {
        super(problem);
    }

    MappingException(String file, List<MappingProblem> problems) {
        super(problems.stream()
                .map(problem -> file + ":" + problem.line() + ":" + problem.column() + ": " + problem.message())
                .collect(Collectors.joining("\n")));
    }
}
