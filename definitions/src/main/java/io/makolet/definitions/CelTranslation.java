package io.makolet.definitions;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import io.makolet.domain.expr.Expr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns a checked CEL tree into the domain's expression, and refuses the little of CEL that has no meaning there. */
final class CelTranslation {

    private static final Map<String, Expr.Op> BINARY = Map.ofEntries(
            Map.entry("_==_", Expr.Op.EQ),
            Map.entry("_!=_", Expr.Op.NE),
            Map.entry("_<_", Expr.Op.LT),
            Map.entry("_<=_", Expr.Op.LE),
            Map.entry("_>_", Expr.Op.GT),
            Map.entry("_>=_", Expr.Op.GE),
            Map.entry("@in", Expr.Op.IN),
            Map.entry("_+_", Expr.Op.ADD),
            Map.entry("_-_", Expr.Op.SUB),
            Map.entry("_*_", Expr.Op.MUL),
            Map.entry("_/_", Expr.Op.DIV),
            Map.entry("_%_", Expr.Op.MOD));
    private static final Map<String, Expr.Function> FUNCTIONS = Map.of(
            "startsWith", Expr.Function.STARTS_WITH,
            "endsWith", Expr.Function.ENDS_WITH,
            "contains", Expr.Function.CONTAINS,
            "size", Expr.Function.SIZE);

    private final CelAbstractSyntaxTree tree;
    private final CelScope scope;
    private final CelPlaces places;
    private final List<CelProblem> problems;

    CelTranslation(CelAbstractSyntaxTree tree, CelScope scope, CelPlaces places, List<CelProblem> problems) {
        this.tree = tree;
        this.scope = scope;
        this.places = places;
        this.problems = problems;
    }

    Expr predicate() {
        CelExpr root = tree.getExpr();
        CelType type = type(root);
        if (type.kind() != CelKind.BOOL && type.kind() != CelKind.DYN) {
            problems.add(
                    new CelProblem(places.of(root), "the expression is " + words(type) + ", expected a truth value"));
        }
        return translate(root);
    }

    private Expr translate(CelExpr node) {
        return switch (node.exprKind().getKind()) {
            case CONSTANT -> new Expr.Literal(literal(node.constant()));
            case SELECT ->
                node.select().testOnly()
                        ? new Expr.Has(scope.scope(), node.select().field())
                        : new Expr.Field(scope.scope(), node.select().field());
            case LIST -> list(node);
            case CALL -> call(node);
            default -> throw new IllegalStateException("unexpected " + node);
        };
    }

    private static Object literal(CelConstant constant) {
        return switch (constant.getKind()) {
            case BOOLEAN_VALUE -> constant.booleanValue();
            case INT64_VALUE -> constant.int64Value();
            case DOUBLE_VALUE -> constant.doubleValue();
            case STRING_VALUE -> constant.stringValue();
            default -> throw new IllegalStateException("unexpected " + constant);
        };
    }

    private Expr list(CelExpr node) {
        Set<CelKind> kinds = new HashSet<>();
        for (CelExpr item : node.list().elements()) {
            CelKind kind = type(item).kind();
            kinds.add(kind == CelKind.INT ? CelKind.DOUBLE : kind);
            if (kind == CelKind.LIST) {
                problems.add(new CelProblem(places.of(item), "a list in a list, expected a single value"));
            }
        }
        kinds.remove(CelKind.DYN);
        if (kinds.size() > 1) {
            problems.add(
                    new CelProblem(places.of(node), "the entries of the list have different types, expected one type"));
        }
        return new Expr.ListOf(translateAll(node.list().elements()));
    }

    private Expr call(CelExpr node) {
        String function = node.call().function();
        List<CelExpr> operands = new ArrayList<>();
        node.call().target().ifPresent(operands::add);
        operands.addAll(node.call().args());
        Expr.Op op = BINARY.get(function);
        if (op != null) {
            return binary(node, op, operands.get(0), operands.get(1));
        }
        Expr.Function named = FUNCTIONS.get(function);
        if (named != null) {
            return new Expr.Call(named, translateAll(operands));
        }
        return switch (function) {
            case "_&&_" -> new Expr.And(flatten(node, function, new ArrayList<>()));
            case "_||_" -> new Expr.Or(flatten(node, function, new ArrayList<>()));
            case "!_" -> new Expr.Not(translate(operands.get(0)));
            case "-_" -> new Expr.Negate(translate(operands.get(0)));
            case "_?_:_" ->
                new Expr.Conditional(
                        translate(operands.get(0)), translate(operands.get(1)), translate(operands.get(2)));
            default -> throw new IllegalStateException("unexpected function " + function);
        };
    }

    /** The operands of a chain of one connective, however CEL has bracketed it. */
    private List<Expr> flatten(CelExpr node, String connective, List<Expr> into) {
        boolean chained = node.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL
                && node.call().function().equals(connective);
        if (chained) {
            node.call().args().forEach(operand -> flatten(operand, connective, into));
        } else {
            into.add(translate(node));
        }
        return into;
    }

    private Expr binary(CelExpr node, Expr.Op op, CelExpr left, CelExpr right) {
        CelKind kind = type(left).kind();
        switch (op) {
            case EQ, NE -> {
                if (kind == CelKind.LIST || type(right).kind() == CelKind.LIST) {
                    problems.add(new CelProblem(
                            places.of(node), "lists can't be compared as a whole, expected `in` or size()"));
                }
                checkValue(left, right);
                checkValue(right, left);
            }
            case LT, LE, GT, GE -> {
                if (kind == CelKind.BOOL) {
                    problems.add(new CelProblem(places.of(node), "truth values have no order, expected `==` or `!=`"));
                }
            }
            case IN -> {
                checkValue(right, left);
                if (right.exprKind().getKind() == CelExpr.ExprKind.Kind.LIST) {
                    right.list().elements().forEach(item -> checkValue(left, item));
                }
            }
            case ADD -> {
                if (kind == CelKind.LIST) {
                    problems.add(
                            new CelProblem(places.of(node), "lists can't be joined, expected `in` once for each list"));
                }
            }
            case SUB, MUL, DIV, MOD -> {}
        }
        return new Expr.Binary(op, translate(left), translate(right));
    }

    /** A field that can only have declared values is not compared with another. */
    private void checkValue(CelExpr field, CelExpr value) {
        boolean applies = field.exprKind().getKind() == CelExpr.ExprKind.Kind.SELECT
                && !field.select().testOnly()
                && value.exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && value.constant().getKind() == CelConstant.Kind.STRING_VALUE;
        if (!applies) {
            return;
        }
        List<String> values = scope.values(field.select().field());
        String given = value.constant().stringValue();
        if (!values.isEmpty() && !values.contains(given)) {
            problems.add(new CelProblem(
                    places.of(value),
                    "`" + CelScope.prefix(scope.scope()) + "." + field.select().field() + "` is never "
                            + Wording.quote(given) + Wording.expected(given, values)));
        }
    }

    private List<Expr> translateAll(List<CelExpr> nodes) {
        return nodes.stream().map(this::translate).toList();
    }

    private CelType type(CelExpr node) {
        return tree.getType(node.id()).orElse(SimpleType.DYN);
    }

    private static String words(CelType type) {
        for (ValueType known : ValueType.values()) {
            if (known.celType().equals(type)) {
                return known.words();
            }
        }
        return type instanceof ListType ? "a list" : "a " + type.name();
    }
}
