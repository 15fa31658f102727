package io.makolet.schemas;

import static io.makolet.schemas.DefinitionMapping.required;
import static io.makolet.schemas.PoisonException.invalid;
import static io.makolet.schemas.PoisonException.unsupported;

import io.makolet.avro.ExpressionNode;
import io.makolet.domain.expr.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Expression trees between the wire and the domain. */
final class ExpressionMapping {

    /** Operators are written in lower case, so that they stand apart from functions. */
    private static final Map<String, Expr.Op> OPS = Arrays.stream(Expr.Op.values())
            .collect(Collectors.toUnmodifiableMap(op -> op.name().toLowerCase(Locale.ROOT), Function.identity()));

    private ExpressionMapping() {}

    static Expr toDomain(ExpressionNode node) throws PoisonException {
        List<Expr> operands = new ArrayList<>(node.getChildren().size());
        for (ExpressionNode child : node.getChildren()) {
            operands.add(toDomain(child));
        }
        return switch (node.getOp()) {
            case "literal" -> literal(node);
            case "field" -> new Expr.Field(scope(node), required(node.getName(), "name"));
            case "has" -> new Expr.Has(scope(node), required(node.getName(), "name"));
            case "list" -> new Expr.ListOf(operands);
            case "not" -> new Expr.Not(exactly(1, node, operands).get(0));
            case "neg" -> new Expr.Negate(exactly(1, node, operands).get(0));
            case "and" -> new Expr.And(operands);
            case "or" -> new Expr.Or(operands);
            case "cond" -> {
                exactly(3, node, operands);
                yield new Expr.Conditional(operands.get(0), operands.get(1), operands.get(2));
            }
            case "startsWith" -> new Expr.Call(Expr.Function.STARTS_WITH, operands);
            case "endsWith" -> new Expr.Call(Expr.Function.ENDS_WITH, operands);
            case "contains" -> new Expr.Call(Expr.Function.CONTAINS, operands);
            case "size" -> new Expr.Call(Expr.Function.SIZE, operands);
            default -> {
                Expr.Op op = OPS.get(node.getOp());
                if (op == null) {
                    throw unsupported("expression '" + node.getOp() + "', expected one of the operators this version"
                            + " of the schema lists");
                }
                exactly(2, node, operands);
                yield new Expr.Binary(op, operands.get(0), operands.get(1));
            }
        };
    }

    static ExpressionNode toAvro(Expr expr) {
        if (expr instanceof Expr.Literal literal) {
            return literal(literal.value());
        }
        if (expr instanceof Expr.Field field) {
            return named("field", field.scope(), field.name());
        }
        if (expr instanceof Expr.Has has) {
            return named("has", has.scope(), has.name());
        }
        if (expr instanceof Expr.ListOf list) {
            return node("list", list.items());
        }
        if (expr instanceof Expr.Not not) {
            return node("not", List.of(not.operand()));
        }
        if (expr instanceof Expr.Negate negate) {
            return node("neg", List.of(negate.operand()));
        }
        if (expr instanceof Expr.And and) {
            return node("and", and.operands());
        }
        if (expr instanceof Expr.Or or) {
            return node("or", or.operands());
        }
        if (expr instanceof Expr.Binary binary) {
            return node(binary.op().name().toLowerCase(Locale.ROOT), List.of(binary.left(), binary.right()));
        }
        if (expr instanceof Expr.Call call) {
            return node(nameOf(call.function()), call.operands());
        }
        if (expr instanceof Expr.Conditional choice) {
            return node("cond", List.of(choice.condition(), choice.then(), choice.otherwise()));
        }
        throw new IllegalArgumentException("expression " + expr + ", expected one of the kinds of Expr");
    }

    private static String nameOf(Expr.Function function) {
        return switch (function) {
            case STARTS_WITH -> "startsWith";
            case ENDS_WITH -> "endsWith";
            case CONTAINS -> "contains";
            case SIZE -> "size";
        };
    }

    private static Expr literal(ExpressionNode node) throws PoisonException {
        List<Object> values = Stream.of(
                        node.getBoolValue(), node.getLongValue(), node.getDoubleValue(), node.getTextValue())
                .filter(Objects::nonNull)
                .map(Object.class::cast)
                .toList();
        if (values.size() != 1) {
            throw invalid("literal of " + values.size() + " values, expected one");
        }
        return new Expr.Literal(values.get(0));
    }

    private static ExpressionNode literal(Object value) {
        ExpressionNode.Builder node = ExpressionNode.newBuilder().setOp("literal");
        if (value instanceof Boolean truth) {
            node.setBoolValue(truth);
        } else if (value instanceof Long number) {
            node.setLongValue(number);
        } else if (value instanceof Double number) {
            node.setDoubleValue(number);
        } else {
            node.setTextValue((String) value);
        }
        return node.build();
    }

    private static ExpressionNode named(String op, Expr.Scope scope, String name) {
        return ExpressionNode.newBuilder()
                .setOp(op)
                .setScope(scope == Expr.Scope.EVENT ? "e" : "p")
                .setName(name)
                .build();
    }

    private static ExpressionNode node(String op, List<Expr> operands) {
        return ExpressionNode.newBuilder()
                .setOp(op)
                .setChildren(operands.stream().map(ExpressionMapping::toAvro).toList())
                .build();
    }

    private static Expr.Scope scope(ExpressionNode node) throws PoisonException {
        String scope = required(node.getScope(), "scope");
        return switch (scope) {
            case "e" -> Expr.Scope.EVENT;
            case "p" -> Expr.Scope.PROFILE;
            default -> throw unsupported("scope '" + scope + "', expected e or p");
        };
    }

    private static List<Expr> exactly(int count, ExpressionNode node, List<Expr> operands) throws PoisonException {
        if (operands.size() != count) {
            throw invalid("'" + node.getOp() + "' of " + operands.size() + " operands, expected " + count);
        }
        return operands;
    }
}
