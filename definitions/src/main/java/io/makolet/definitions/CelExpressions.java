package io.makolet.definitions;

import dev.cel.checker.CelChecker;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;
import io.makolet.domain.expr.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses and checks predicates in CEL and turns them into the domain's expressions. Not for use by several threads. */
final class CelExpressions {

    private static final int LONGEST = 10_000;

    private final CelParser parser = CelParserFactory.standardCelParserBuilder()
            .setOptions(CelFields.OPTIONS)
            .setStandardMacros(CelStandardMacro.HAS)
            .build();
    private final Map<CelFields, CelChecker> checkers = new HashMap<>();

    /** The predicate a scalar holds, or null if there are problems. */
    @Nullable
    Expr predicate(YamlNode.Scalar text, CelScope scope, Report report) {
        List<CelProblem> problems = new ArrayList<>();
        Expr predicate = predicate(text.value(), scope, problems);
        for (CelProblem problem : problems) {
            report.problem(text, problem.index(), problem.message());
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
        CelValidationResult checked = checkers.computeIfAbsent(CelFields.of(scope, names.used()), CelFields::checker)
                .check(tree);
        for (CelIssue issue : checked.getErrors()) {
            problems.add(CelWording.ofChecker(issue, places));
        }
        return checked.hasError() ? null : new CelTranslation(tree(checked), scope, places, problems).predicate();
    }

    private static CelAbstractSyntaxTree tree(CelValidationResult result) {
        try {
            return result.getAst();
        } catch (CelValidationException e) {
            throw new IllegalStateException("no tree though there is no error", e);
        }
    }
}
