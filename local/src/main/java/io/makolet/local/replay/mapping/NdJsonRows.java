package io.makolet.local.replay.mapping;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rows of a file with one JSON object per line. */
final class NdJsonRows implements RowReader {

    private static final int MOST_DIGITS = 40;
    private static final int MOST_NAMES = 200;

    private final TextLines lines;
    private final List<String> columns;
    private final Set<String> seen = new TreeSet<>();
    private final ObjectReader parser = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(JsonNode.class);

    /** @param columns those to read: a file of this kind has no header */
    NdJsonRows(TextLines lines, List<String> columns) {
        this.lines = lines;
        this.columns = columns;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public @Nullable Row next() throws IOException {
        TextLines.Line line = lines.next();
        while (line != null && line.text().isBlank() && line.problem() == null) {
            line = lines.next();
        }
        if (line == null) {
            return null;
        }
        try {
            return new Row(line.number(), line.text(), Arrays.asList(values(object(line))), null);
        } catch (BrokenRowException e) {
            return new Row(line.number(), line.text(), List.of(), e);
        }
    }

    @Override
    public Set<String> columnsOfFile() {
        return Collections.unmodifiableSet(seen);
    }

    private JsonNode object(TextLines.Line line) throws BrokenRowException {
        if (line.problem() != null) {
            throw new BrokenRowException(null, line.text(), line.problem());
        }
        try {
            JsonNode node = parser.readValue(line.text());
            if (node.isObject()) {
                see("", node);
                return node;
            }
        } catch (JsonProcessingException e) {
            throw new BrokenRowException(
                    null,
                    line.text(),
                    "a JSON object ("
                            + e.getOriginalMessage().lines().findFirst().orElse("") + ")");
        }
        throw new BrokenRowException(null, line.text(), "a JSON object");
    }

    private void see(String prefix, JsonNode object) {
        object.properties().forEach(member -> {
            String name = prefix + member.getKey();
            if (member.getValue().isObject()) {
                see(name + ".", member.getValue());
            } else if (seen.size() < MOST_NAMES || columns.contains(name)) {
                seen.add(name);
            }
        });
    }

    private @Nullable String[] values(JsonNode object) throws BrokenRowException {
        @Nullable String[] values = new String[columns.size()];
        for (int i = 0; i < values.length; i++) {
            String column = columns.get(i);
            JsonNode value = find(object, column);
            if (value.isContainerNode()) {
                throw new BrokenRowException(column, value.toString(), "a text, a number or a truth value");
            }
            values[i] =
                    value.isNull() || value.isMissingNode() || value.asText().isEmpty() ? null : text(value);
        }
        return values;
    }

    private static String text(JsonNode value) {
        // A number such as 1e999999999 stays as it is written: in full it would fill the memory.
        boolean plain = value.isBigDecimal() && Math.abs(value.decimalValue().scale()) <= MOST_DIGITS;
        return plain ? value.decimalValue().toPlainString() : value.asText();
    }

    private static JsonNode find(JsonNode object, String column) {
        JsonNode node = object.path(column);
        int dot = column.indexOf('.');
        while (node.isMissingNode() && dot > 0) {
            JsonNode inner = object.path(column.substring(0, dot));
            node = inner.isObject() ? find(inner, column.substring(dot + 1)) : MissingNode.getInstance();
            dot = column.indexOf('.', dot + 1);
        }
        return node;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
