package io.makolet.definitions;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import io.makolet.domain.expr.Expr;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that an expression uses only what Makolet's expressions have: known fields, functions and kinds of value. */
final class CelNames {

    private static final Set<String> OPERATORS = Set.of(
            "_&&_", "_||_", "!_", "-_", "_?_:_", "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "_+_", "_-_", "_*_",
            "_/_", "_%_", "@in");
    private static final List<String> FUNCTIONS = List.of("has", "size", "startsWith", "endsWith", "contains");
    private static final Map<String, String> ADVICE = Map.of(
            "_[_]", "no [ ] to look into lists, expected `in` or size()",
            "matches", "no matches(), expected startsWith(), endsWith() or contains()",
            "timestamp", "no dates in expressions yet; an event's age is compared with `recency`",
            "duration", "no dates in expressions yet; an event's age is compared with `recency`",
            "exists", "no exists(), expected `in`, such as 'garden' in e.categories",
            "all", "no all() over lists, expected `in` once for each value",
            "lowerAscii", "no lowerAscii(), expected the values as they are written");

    private final CelScope scope;
    private final CelPlaces places;
    private final List<CelProblem> problems;
    private final Set<String> used = new HashSet<>();

    CelNames(CelScope scope, CelPlaces places, List<CelProblem> problems) {
        this.scope = scope;
        this.places = places;
        this.problems = problems;
    }

    /** Names of the fields that appear, be they known or not. */
    Set<String> used() {
        return used;
    }

    void check(CelExpr node) {
        switch (node.exprKind().getKind()) {
            case CONSTANT -> constant(node, node.constant());
            case IDENT -> name(node);
            case SELECT -> field(node);
            case CALL -> call(node);
            case LIST -> node.list().elements().forEach(this::check);
            case MAP -> refuse(node, "no maps in expressions, expected a list or a single value");
            case STRUCT -> refuse(node, "no messages in expressions, expected a list or a single value");
            default -> refuse(node, "no such construct in expressions");
        }
    }

    private void constant(CelExpr node, CelConstant constant) {
        switch (constant.getKind()) {
            case BOOLEAN_VALUE, INT64_VALUE, DOUBLE_VALUE, STRING_VALUE -> {}
            case NULL_VALUE -> refuse(node, "no null in expressions, expected has() to ask whether a field is there");
            case UINT64_VALUE -> refuse(node, "no unsigned numbers in expressions, expected the number without u");
            default -> refuse(node, "no bytes in expressions, expected a text");
        }
    }

    private void name(CelExpr node) {
        String name = node.ident().name();
        String prefix = CelScope.prefix(scope.scope());
        if (name.equals(prefix)) {
            refuse(
                    node,
                    "`" + prefix + "` stands alone, expected one of its fields, such as " + prefix + "."
                            + scope.names().stream().findFirst().orElse("name"));
        } else if (isOtherScope(name)) {
            refuse(node, scope.otherScope());
        } else if (scope.names().contains(name)) {
            refuse(node, "unknown name " + Wording.quote(name) + "; did you mean `" + prefix + "." + name + "`?");
        } else {
            refuse(
                    node,
                    "unknown name " + Wording.quote(name) + ", expected " + prefix
                            + ". and a field, or a text in quotes");
        }
    }

    private void field(CelExpr node) {
        CelExpr of = node.select().operand();
        String prefix = CelScope.prefix(scope.scope());
        boolean known = of.exprKind().getKind() == CelExpr.ExprKind.Kind.IDENT
                && (of.ident().name().equals(prefix) || isOtherScope(of.ident().name()));
        if (!known) {
            int before = problems.size();
            check(of);
            if (problems.size() == before) {
                refuse(
                        node,
                        "a value has no field " + Wording.quote(node.select().field()));
            }
            return;
        }
        if (isOtherScope(of.ident().name())) {
            refuse(of, scope.otherScope());
            return;
        }
        String field = node.select().field();
        used.add(field);
        ValueType type = scope.type(field);
        if (type == null) {
            problems.add(new CelProblem(places.of(node), scope.missing(field), false));
        } else if ((type == ValueType.TIME || type == ValueType.PLACE)
                && !node.select().testOnly()) {
            problems.add(new CelProblem(
                    places.of(node),
                    "`" + prefix + "." + field + "` is " + type.words() + ", expected has(" + prefix + "." + field
                            + "): expressions can't compare it yet",
                    false));
        }
    }

    private boolean isOtherScope(String name) {
        for (Expr.Scope other : Expr.Scope.values()) {
            if (other != scope.scope() && CelScope.prefix(other).equals(name)) {
                return true;
            }
        }
        return false;
    }

    private void call(CelExpr node) {
        String function = node.call().function();
        if (!OPERATORS.contains(function) && !FUNCTIONS.contains(function)) {
            String advice = ADVICE.get(function);
            refuse(
                    node,
                    advice != null
                            ? advice
                            : "unknown function " + Wording.quote(function) + Wording.expected(function, FUNCTIONS));
            return;
        }
        node.call().target().ifPresent(this::check);
        node.call().args().forEach(this::check);
    }

    private void refuse(CelExpr node, String message) {
        problems.add(new CelProblem(places.of(node), message));
    }
}
