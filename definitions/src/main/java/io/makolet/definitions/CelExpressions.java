package io.makolet.definitions;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.checker.CelChecker;
import dev.cel.checker.CelCheckerBuilder;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.CelVarDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;
import io.makolet.domain.expr.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses and checks predicates in CEL and turns them into the domain's expressions. Not for use by several threads. */
final class CelExpressions {

    private static final int LONGEST = 10_000;
    private static final CelOptions OPTIONS =
            CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

    /** Scopes with the same fields share a checker: building one takes longer than using it. */
    private record Fields(Expr.Scope scope, Map<String, ValueType> types) {}

    private final CelParser parser = CelParserFactory.standardCelParserBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.HAS)
            .build();
    private final Map<Fields, CelChecker> checkers = new HashMap<>();

    /** The predicate a scalar holds, or null if there are problems. */
    @Nullable Expr predicate(YamlNode.Scalar text, CelScope scope, Report report) {
        List<CelProblem> problems = new ArrayList<>();
        Expr predicate = predicate(text.value(), scope, problems);
        for (CelProblem problem : problems) {
            report.problem(ScalarOffsets.of(report.source(), text, problem.index()), problem.message());
        }
        return problems.isEmpty() ? predicate : null;
    }

    private @Nullable Expr predicate(String text, CelScope scope, List<CelProblem> problems) {
        int length = text.codePointCount(0, text.length());
        if (length > LONGEST) {
            problems.add(
                    new CelProblem(0, "the expression has " + length + " characters, expected at most " + LONGEST));
            return null;
        }
        CelValidationResult parsed = parser.parse(text);
        if (parsed.hasError()) {
            parsed.getErrors().stream().findFirst().ifPresent(i -> problems.add(CelWording.ofParser(i, text)));
            return null;
        }
        CelAbstractSyntaxTree tree = tree(parsed);
        CelPlaces places = new CelPlaces(text, tree);
        CelNames names = new CelNames(scope, places, problems);
        names.check(tree.getExpr());
        if (problems.stream().anyMatch(CelProblem::hidesType)) {
            return null;
        }
        CelValidationResult checked = checkers.computeIfAbsent(fields(scope, names.used()), CelExpressions::checker)
                .check(tree);
        for (CelIssue issue : checked.getErrors()) {
            problems.add(CelWording.ofChecker(issue, places));
        }
        return checked.hasError() ? null : new CelTranslation(tree(checked), scope, places, problems).predicate();
    }

    /** All fields of a scope, and those that are used though they are not there: these have any type. */
    private static Fields fields(CelScope scope, Set<String> used) {
        Map<String, ValueType> types = new HashMap<>();
        used.forEach(name -> types.put(name, ValueType.ANY));
        for (String name : scope.names()) {
            types.put(name, Objects.requireNonNullElse(scope.type(name), ValueType.ANY));
        }
        return new Fields(scope.scope(), types);
    }

    private static CelAbstractSyntaxTree tree(CelValidationResult result) {
        try {
            return result.getAst();
        } catch (CelValidationException e) {
            throw new IllegalStateException("no tree though there is no error", e);
        }
    }

    private static CelChecker checker(Fields fields) {
        StructType type = StructType.create(
                "fields",
                ImmutableSet.copyOf(fields.types().keySet()),
                name -> Optional.of(fields.types().getOrDefault(name, ValueType.ANY).celType()));
        CelCheckerBuilder builder = CelCompilerFactory.standardCelCheckerBuilder()
                .setOptions(OPTIONS)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(CelStandardDeclarations.newBuilder()
                        .includeFunctions(
                                StandardFunction.LOGICAL_AND,
                                StandardFunction.LOGICAL_OR,
                                StandardFunction.LOGICAL_NOT,
                                StandardFunction.CONDITIONAL,
                                StandardFunction.EQUALS,
                                StandardFunction.NOT_EQUALS,
                                StandardFunction.LESS,
                                StandardFunction.LESS_EQUALS,
                                StandardFunction.GREATER,
                                StandardFunction.GREATER_EQUALS,
                                StandardFunction.ADD,
                                StandardFunction.SUBTRACT,
                                StandardFunction.MULTIPLY,
                                StandardFunction.DIVIDE,
                                StandardFunction.MODULO,
                                StandardFunction.NEGATE,
                                StandardFunction.IN,
                                StandardFunction.SIZE,
                                StandardFunction.CONTAINS,
                                StandardFunction.STARTS_WITH,
                                StandardFunction.ENDS_WITH)
                        .build())
                .setTypeProvider(new CelTypeProvider() {
                    @Override
                    public ImmutableCollection<CelType> types() {
                        return ImmutableList.of(type);
                    }

                    @Override
                    public Optional<CelType> findType(String typeName) {
                        return typeName.equals(type.name()) ? Optional.of(type) : Optional.empty();
                    }
                })
                .addVarDeclarations(CelVarDecl.newVarDeclaration(CelScope.prefix(fields.scope()), StructTypeReference.create(type.name())));
        // CEL itself compares whole and other numbers in order only; 'e.amount == 100' is what people write.
        for (String function : List.of("_==_", "_!=_")) {
            builder.addFunctionDeclarations(mixed(function, SimpleType.BOOL));
        }
        for (String function : List.of("_+_", "_-_", "_*_", "_/_")) {
            builder.addFunctionDeclarations(mixed(function, SimpleType.DOUBLE));
        }
        builder.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                "@in",
                CelOverloadDecl.newGlobalOverload(
                        "in_number_of_whole", SimpleType.BOOL, SimpleType.DOUBLE, ListType.create(SimpleType.INT))));
        return builder.build();
    }

    private static CelFunctionDecl mixed(String function, CelType result) {
        return CelFunctionDecl.newFunctionDeclaration(
                function,
                CelOverloadDecl.newGlobalOverload(
                        function + "number_whole", result, SimpleType.DOUBLE, SimpleType.INT),
                CelOverloadDecl.newGlobalOverload(
                        function + "whole_number", result, SimpleType.INT, SimpleType.DOUBLE));
    }
}
