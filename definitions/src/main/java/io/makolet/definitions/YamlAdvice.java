package io.makolet.definitions;

import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says what a YAML parser's complaint means to somebody who writes definitions. */
final class YamlAdvice {

    private YamlAdvice() {}

    static String explain(MarkedYAMLException e) {
        String problem = e.getProblem() == null ? String.valueOf(e.getContext()) : e.getProblem();
        return "this is not YAML: " + Wording.printable(plain(problem))
                + advice(problem, String.valueOf(e.getContext()));
    }

    /** Without the parser's own advice, which is about blanks for every character. */
    private static String plain(String problem) {
        int advice = problem.indexOf(". (Do not use");
        return (advice < 0 ? problem : problem.substring(0, advice)).strip();
    }

    private static String advice(String problem, String context) {
        if (problem.contains("indentation indicators")) {
            return "; a text that begins with > or | must stand in quotes, such as \">= 2\"";
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return "; is the line indented like its neighbours? A text with a colon and a blank in it must stand in quotes";
        }
        if (context.contains("scanning a tag")) {
            return "; a text that begins with ! must stand in quotes";
        }
        if (problem.contains("<stream end>") || problem.contains("end of stream")) {
            return "; is every bracket and every quote closed?";
        }
        if (problem.contains("\\t(TAB)")) {
            return "; indent with blanks";
        }
        if (problem.contains("cannot start any token") || problem.contains("alphabetic or numeric character")) {
            return "; a text that begins with such a character must stand in quotes";
        }
        if (problem.contains("expected <block end>")) {
            return "; is the line indented like its neighbours, and is every quote closed?";
        }
        return "";
    }
}
