package io.makolet.definitions;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import java.util.Map;

/**
 * Where the parts of an expression stand in its text, in code points. CEL says where operators, dots and brackets stand;
 * people look for names.
 */
final class CelPlaces {

    private final int[] text;
    private final Map<Long, Integer> positions;

    CelPlaces(String text, CelAbstractSyntaxTree tree) {
        this.text = text.codePoints().toArray();
        this.positions = tree.getSource().getPositionsMap();
    }

    /** Place of a node: of a field its name, of a call its function's name, of the rest its operator or first character. */
    int of(CelExpr node) {
        int position = raw(node.id());
        return switch (node.exprKind().getKind()) {
            case SELECT -> node.select().testOnly() ? argumentField(position) : afterDot(position);
            case CALL -> beforeBracket(position);
            default -> position;
        };
    }

    int of(long id) {
        return beforeBracket(raw(id));
    }

    private int raw(long id) {
        return positions.getOrDefault(id, 0);
    }

    /** The field in {@code has(e.field)}, whose place is the bracket. */
    private int argumentField(int bracket) {
        int dot = bracket;
        while (dot < text.length && text[dot] != '.') {
            dot++;
        }
        return dot < text.length ? afterDot(dot) : bracket;
    }

    private int afterDot(int dot) {
        int name = dot;
        while (name < text.length && (text[name] == '.' || Character.isWhitespace(text[name]))) {
            name++;
        }
        return name < text.length ? name : dot;
    }

    private int beforeBracket(int position) {
        if (position >= text.length || text[position] != '(') {
            return position;
        }
        int name = position;
        while (name > 0 && Character.isWhitespace(text[name - 1])) {
            name--;
        }
        while (name > 0 && (Character.isLetterOrDigit(text[name - 1]) || text[name - 1] == '_')) {
            name--;
        }
        return name;
    }
}
