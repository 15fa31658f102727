package io.makolet.definitions;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with what a macro stands for, told where its author can mend it: at the value of a parameter, or at the
 * macro's name.
 */
final class MacroReport extends Report {

    /**
     * A part of a composed scalar that a parameter's value became.
     *
     * @param from index of its first code point in the scalar's value
     * @param to index after its last
     * @param offset where the author wrote it; where the macro stands, for a default
     */
    record Piece(int from, int to, int offset) {}

    private final Macro macro;
    private final Map<String, YamlNode> given;
    private final IdentityHashMap<YamlNode.Scalar, List<Piece>> composed = new IdentityHashMap<>();

    /** {@code given}: values of parameters, as the author wrote them. */
    MacroReport(Report report, Macro macro, Map<String, YamlNode> given) {
        super(report);
        this.macro = macro;
        this.given = given;
    }

    Macro macro() {
        return macro;
    }

    /** Notes what a scalar was made of. */
    void compose(YamlNode.Scalar scalar, List<Piece> pieces) {
        composed.put(scalar, new ArrayList<>(pieces));
    }

    @Override
    void problem(int offset, String message) {
        String parameter = null;
        int start = -1;
        for (Map.Entry<String, YamlNode> argument : given.entrySet()) {
            int at = argument.getValue().start();
            if (at <= offset && at > start) {
                start = at;
                parameter = argument.getKey();
            }
        }
        String where = "`" + macro.name() + "`: ";
        super.problem(offset, (parameter == null ? "" : "`" + parameter + "` of ") + where + message);
    }

    @Override
    int offset(YamlNode.Scalar scalar, int index) {
        List<Piece> pieces = composed.get(scalar);
        if (pieces == null) {
            return super.offset(scalar, index);
        }
        int nearest = Integer.MAX_VALUE;
        int offset = scalar.start();
        for (Piece piece : pieces) {
            int distance = Math.max(0, Math.max(piece.from() - index, index - piece.to() + 1));
            if (distance < nearest) {
                nearest = distance;
                offset = piece.offset();
            }
        }
        return offset;
    }
}
