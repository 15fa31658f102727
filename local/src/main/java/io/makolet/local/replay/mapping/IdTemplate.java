package io.makolet.local.replay.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with columns in braces, such as <code>{order_id}@{ts}</code>.
 *
 * @param literals texts around the columns: one more than columns
 */
public record IdTemplate(List<String> literals, List<String> columns) {

    private static final Pattern COLUMN = Pattern.compile("\\{([^{}]+)}");

    public IdTemplate {
        literals = List.copyOf(literals);
        columns = List.copyOf(columns);
    }

    /** @throws IllegalArgumentException if it names no column or has a brace without its partner */
    static IdTemplate parse(String text) {
        List<String> literals = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        Matcher matcher = COLUMN.matcher(text);
        int end = 0;
        while (matcher.find()) {
            literals.add(text.substring(end, matcher.start()));
            columns.add(matcher.group(1));
            end = matcher.end();
        }
        literals.add(text.substring(end));
        boolean strayBrace = literals.stream().anyMatch(literal -> literal.contains("{") || literal.contains("}"));
        if (columns.isEmpty() || strayBrace) {
            throw new IllegalArgumentException(
                    "'" + text + "', expected text with columns in braces such as '{order_id}@{ts}'");
        }
        return new IdTemplate(literals, columns);
    }
}
