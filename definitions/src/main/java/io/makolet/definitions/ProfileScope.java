package io.makolet.definitions;

import io.makolet.domain.definition.ProfileDeclaration;
import io.makolet.domain.expr.Expr;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The declared profile fields.
 *
 * @param fields by name
 * @param broken names of fields whose declaration has a problem of its own
 * @param open can there be further fields, because a file could not be read?
 */
record ProfileScope(Map<String, ProfileDeclaration.Field> fields, Set<String> broken, boolean open)
        implements CelScope {

    @Override
    public Expr.Scope scope() {
        return Expr.Scope.PROFILE;
    }

    @Override
    public String otherScope() {
        return "`e` is not known here: only a `where` sees an event";
    }

    @Override
    public @Nullable ValueType type(String field) {
        ProfileDeclaration.Field declared = fields.get(field);
        if (declared != null) {
            return ValueType.of(declared.type());
        }
        return open || broken.contains(field) ? ValueType.ANY : null;
    }

    @Override
    public String missing(String field) {
        return "no profile field " + Wording.quote(field) + " is declared"
                + (fields.isEmpty()
                        ? ", expected a document of kind Profile that declares it"
                        : Wording.expected(field, names()));
    }

    @Override
    public Set<String> names() {
        return fields.keySet();
    }

    @Override
    public List<String> values(String field) {
        ProfileDeclaration.Field declared = fields.get(field);
        return declared == null ? List.of() : declared.values();
    }
}
