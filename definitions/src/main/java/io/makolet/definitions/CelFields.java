package io.makolet.definitions;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.checker.CelChecker;
import dev.cel.checker.CelCheckerBuilder;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelVarDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.compiler.CelCompilerFactory;
import io.makolet.domain.expr.Expr;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a scope as CEL's type checker sees them. Scopes with the same fields share a checker: building one takes
 * longer than using it.
 */
record CelFields(Expr.Scope scope, ImmutableMap<String, CelType> types) {

    static final CelOptions OPTIONS =
            CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

    /** All fields of a scope, and those that are used though they are not there: these have any type. */
    static CelFields of(CelScope scope, Set<String> used) {
        ImmutableMap.Builder<String, CelType> types = ImmutableMap.builder();
        used.forEach(name -> types.put(name, SimpleType.DYN));
        for (String name : scope.names()) {
            types.put(
                    name,
                    Objects.requireNonNullElse(scope.type(name), ValueType.ANY).celType());
        }
        return new CelFields(scope.scope(), types.buildKeepingLast());
    }

    /** A checker for expressions over these fields. */
    CelChecker checker() {
        ImmutableMap<String, CelType> celTypes = types;
        StructType struct =
                StructType.create("fields", celTypes.keySet(), name -> Optional.ofNullable(celTypes.get(name)));
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
                        return ImmutableList.of(struct);
                    }

                    @Override
                    public Optional<CelType> findType(String typeName) {
                        return typeName.equals(struct.name()) ? Optional.of(struct) : Optional.empty();
                    }
                })
                .addVarDeclarations(CelVarDecl.newVarDeclaration(
                        CelScope.prefix(scope), StructTypeReference.create(struct.name())));
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
                CelOverloadDecl.newGlobalOverload(function + "number_whole", result, SimpleType.DOUBLE, SimpleType.INT),
                CelOverloadDecl.newGlobalOverload(
                        function + "whole_number", result, SimpleType.INT, SimpleType.DOUBLE));
    }
}
