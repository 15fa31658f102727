package io.makolet.definitions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where readers of one source file say what is wrong. */
class Report {

    private final SourceText source;
    private final List<Problem> problems;

    Report(SourceText source, List<Problem> problems) {
        this.source = source;
        this.problems = problems;
    }

    /** A report on the same file, into the same list. */
    Report(Report other) {
        this(other.source, other.problems);
    }

    SourceText source() {
        return source;
    }

    void problem(YamlNode at, String message) {
        problem(at.start(), message);
    }

    void problem(int offset, String message) {
        problems.add(source.problem(offset, message));
    }

    /** Reports what is wrong at an index of a scalar's value, in code points. */
    void problem(YamlNode.Scalar scalar, int index, String message) {
        problem(offset(scalar, index), message);
    }

    /** Where the code point at an index of a scalar's value stands. */
    int offset(YamlNode.Scalar scalar, int index) {
        return ScalarOffsets.of(source, scalar, index);
    }

    /** Parses a part of a scalar that begins at an index of its value. Null, and reported, if the part is malformed. */
    <T> @Nullable T parse(YamlNode.Scalar scalar, int index, String text, Parser<T> parser) {
        try {
            return parser.parse(text);
        } catch (Quantities.Malformed e) {
            problem(scalar, index + e.index(), e.reason());
            return null;
        }
    }

    /** Turns a text into a value. */
    interface Parser<T> {
        T parse(String text) throws Quantities.Malformed;
    }

    /** How many problems there are so far, in all files. */
    int size() {
        return problems.size();
    }
}
