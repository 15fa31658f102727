package io.makolet.definitions;

import io.makolet.domain.expr.Expr;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields that an expression may use. */
interface CelScope {

    /** What is looked up. */
    Expr.Scope scope();

    /** Why fields of the other scope have no place here. */
    String otherScope();

    /** Type of a field, or null if there is no such field. */
    @Nullable
    ValueType type(String field);

    /** Message for a field that is not there. */
    String missing(String field);

    /** Names of all fields. */
    Set<String> names();

    /** The only values a text field or the entries of a list field can have; empty is any. */
    List<String> values(String field);

    /** How expressions write a scope. */
    static String prefix(Expr.Scope scope) {
        return switch (scope) {
            case EVENT -> "e";
            case PROFILE -> "p";
        };
    }
}
