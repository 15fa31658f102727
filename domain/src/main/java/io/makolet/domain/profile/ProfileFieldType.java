package io.makolet.domain.profile;

/** Declared type of a profile field; one per alternative of {@link ProfileValue}. */
public enum ProfileFieldType {
    BOOL,
    CHOICE,
    MULTI_CHOICE,
    TEXT,
    NUMBER,
    DATE,
    RATING,
    PLACE
}
