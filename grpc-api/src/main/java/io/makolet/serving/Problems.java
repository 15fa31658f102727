package io.makolet.serving;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a configuration, all at once. */
final class Problems {

    private final List<String> found = new ArrayList<>();

    void check(boolean isRight, Setting setting, Object value, String expected) {
        if (!isRight) {
            add(setting, value, expected);
        }
    }

    void add(Setting setting, Object value, String expected) {
        add(setting.key() + " (" + setting.variable() + ") is '" + value + "', expected " + expected);
    }

    void add(String problem) {
        found.add(problem);
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", found));
        }
    }
}
