package io.makolet.domain.profile;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Declared type of a profile field; one per alternative of {@link ProfileValue}. */
public enum ProfileFieldType {
    BOOL,
    CHOICE,
    MULTI_CHOICE,
    TEXT,
    NUMBER,
    DATE,
    RATING,
    PLACE;

    /** As people write it, such as {@code multi_choice}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type that people write so. */
    public static Optional<ProfileFieldType> ofWord(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    /** All of them as people write them. */
    public static String words() {
        return Arrays.stream(values()).map(ProfileFieldType::word).collect(Collectors.joining(", "));
    }
}
