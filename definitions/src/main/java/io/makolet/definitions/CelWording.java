package io.makolet.definitions;

import dev.cel.common.CelIssue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in people's words what CEL's parser and type checker complain about. */
final class CelWording {

    private static final Pattern NO_OVERLOAD = Pattern.compile(
            "found no matching overload for '(.+?)' applied to '(.*?)\\((.*)\\)' \\(candidates.*", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*|[<>=!&|]+|\\S");
    private static final Map<String, String> SLIPS = Map.of(
            "=", "==", "and", "&&", "or", "||", "not", "!", "AND", "&&", "OR", "||", "NOT", "!", "<>", "!=", "IN", "in",
            "&", "&&");
    private static final Map<String, String> TYPES = Map.of(
            "bool", "a truth value",
            "int", "a whole number",
            "double", "a number",
            "string", "a text",
            "list(string)", "a list of texts",
            "list(int)", "a list of whole numbers",
            "list(double)", "a list of numbers",
            "list(bool)", "a list of truth values",
            "list(dyn)", "a list",
            "dyn", "a value of unknown type");

    private CelWording() {}

    static CelProblem ofParser(CelIssue issue, String text) {
        int[] codePoints = text.codePoints().toArray();
        int index = index(
                codePoints,
                issue.getSourceLocation().getLine(),
                issue.getSourceLocation().getColumn());
        String rest = new String(codePoints, index, codePoints.length - index);
        if (rest.isBlank()) {
            String missing = issue.getMessage().startsWith("missing ')'") ? ", expected `)`" : "";
            return new CelProblem(index, "the expression ends too early" + missing);
        }
        if (issue.getMessage().startsWith("For input string")) {
            return new CelProblem(index, "the number is too large");
        }
        if (issue.getMessage().contains("has() macro")) {
            return new CelProblem(index, "has() takes one field, such as has(p.country)");
        }
        Matcher word = WORD.matcher(rest);
        String found = word.find() ? word.group() : rest;
        boolean opensQuote = issue.getMessage().startsWith("token recognition error")
                && (rest.charAt(0) == '\'' || rest.charAt(0) == '"');
        if (opensQuote) {
            return new CelProblem(index, "the text that begins here is not closed or has an unknown escape");
        }
        return new CelProblem(
                index, "unexpected " + Wording.quote(found) + advice(new String(codePoints, 0, index), found, rest));
    }

    /** What was probably meant by the word found between what stands before it and the rest, which begins with it. */
    private static String advice(String before, String found, String rest) {
        String near = SLIPS.get(found);
        if (before.matches("(?s)(.*\\W)?(not|NOT)\\s+")) {
            near = "!";
        } else if (before.endsWith("<") && found.startsWith(">")) {
            near = "!=";
        }
        if (near != null) {
            return "; did you mean `" + near + "`?";
        }
        if (before.matches("(?s).*\\bin\\s*\\([^()]*")) {
            return "; a list stands in [ ]";
        }
        return before.matches("(?s).*\\d") && rest.matches("(?s),\\d{3}.*") ? "; numbers have no separators" : "";
    }

    static CelProblem ofChecker(CelIssue issue, CelPlaces places) {
        return new CelProblem(places.of(issue.getExprId()), checkerMessage(issue.getMessage()));
    }

    private static String checkerMessage(String message) {
        Matcher mismatch = NO_OVERLOAD.matcher(message);
        if (!mismatch.matches()) {
            return Wording.printable(message);
        }
        String function = mismatch.group(1);
        List<String> operands = new ArrayList<>();
        if (mismatch.group(2).endsWith(".")) {
            operands.add(words(mismatch.group(2).substring(0, mismatch.group(2).length() - 1)));
        }
        split(mismatch.group(3)).forEach(type -> operands.add(words(type)));
        if (function.equals("_?_:_")) {
            return "`? :` is given " + String.join(", ", operands)
                    + ", expected a truth value and two values of one type";
        }
        boolean equality = function.equals("_==_") || function.equals("_!=_");
        String shown = "`" + function.replace("_", "").replace("@", "")
                + (Character.isLetter(function.charAt(0)) ? "()`" : "`");
        return equality
                ? shown + " can't compare " + String.join(" with ", operands)
                : shown + " can't be applied to "
                        + (operands.isEmpty()
                                ? "nothing"
                                : Wording.oneOf(operands).replace(" or ", " and "));
    }

    private static String words(String type) {
        return TYPES.getOrDefault(type, type.startsWith("list(") ? "a list" : type);
    }

    /** The types between the commas outside of brackets. */
    private static List<String> split(String types) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < types.length(); i++) {
            char c = types.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(types.substring(from, i).strip());
                from = i + 1;
            }
        }
        if (from < types.length()) {
            parts.add(types.substring(from).strip());
        }
        return parts;
    }

    private static int index(int[] text, int line, int column) {
        int index = 0;
        for (int i = 1; i < line && index < text.length; index++) {
            if (text[index] == '\n') {
                i++;
            }
        }
        return Math.max(0, Math.min(index + column, text.length));
    }
}
