package io.makolet.definitions;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import io.makolet.domain.event.FieldType;
import io.makolet.domain.profile.ProfileFieldType;

/** What a field is in an expression. */
enum ValueType {
    BOOL(SimpleType.BOOL, "a truth value"),
    WHOLE(SimpleType.INT, "a whole number"),
    NUMBER(SimpleType.DOUBLE, "a number"),
    TEXT(SimpleType.STRING, "a text"),
    TEXTS(ListType.create(SimpleType.STRING), "a list of texts"),
    /** A day or an instant; expressions can only ask whether it is there. */
    TIME(SimpleType.DYN, "a date"),
    /** A place; expressions can only ask whether it is there. */
    PLACE(SimpleType.DYN, "a place"),
    /** Not known, because of another problem that is reported. */
    ANY(SimpleType.DYN, "a value of unknown type");

    private final CelType celType;
    private final String words;

    ValueType(CelType celType, String words) {
        this.celType = celType;
        this.words = words;
    }

    static ValueType of(FieldType type) {
        return switch (type) {
            case BOOL -> BOOL;
            case LONG -> WHOLE;
            case DOUBLE, MONEY -> NUMBER;
            case TEXT -> TEXT;
            case TIME -> TIME;
            case TEXTS -> TEXTS;
        };
    }

    static ValueType of(ProfileFieldType type) {
        return switch (type) {
            case BOOL -> BOOL;
            case CHOICE, TEXT -> TEXT;
            case MULTI_CHOICE -> TEXTS;
            case NUMBER -> NUMBER;
            case DATE -> TIME;
            case RATING -> WHOLE;
            case PLACE -> PLACE;
        };
    }

    CelType celType() {
        return celType;
    }

    /** Can it be added up and compared with a threshold? */
    boolean isNumeric() {
        return this == WHOLE || this == NUMBER;
    }

    /** Can values of it be told apart, one value an event? */
    boolean isScalar() {
        return this == BOOL || this == TEXT || isNumeric();
    }

    /** For messages, with its article. */
    String words() {
        return words;
    }
}
