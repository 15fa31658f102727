package io.makolet.definitions;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a product feed says of complements, and nothing else of it. */
final class ProductFeedReader {

    private static final String ID = "product_id";

    private final SourceFile file;
    private @Nullable SourceText source;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Row> rows = new LinkedHashMap<>();

    private record Row(int line, ProductFeed.Product product) {}

    private ProductFeedReader(SourceFile file) {
        this.file = file;
    }

    static ProductFeed read(SourceFile file) {
        return new ProductFeedReader(file).read();
    }

    private ProductFeed read() {
        CsvMapper mapper =
                CsvMapper.builder().enable(CsvParser.Feature.TRIM_SPACES).build();
        try (MappingIterator<Map<String, String>> cells = mapper.readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(file.text())) {
            boolean hasRows = cells.hasNextValue();
            CsvSchema heading = (CsvSchema) cells.getParser().getSchema();
            if (heading.column(ProductFeed.COMPLEMENTS) == null) {
                return new ProductFeed(file.name(), null, List.of());
            }
            while (hasRows) {
                int line = cells.getCurrentLocation().getLineNr();
                add(line, cells.nextValue());
                hasRows = cells.hasNextValue();
            }
        } catch (JsonProcessingException e) {
            problem(line(e.getLocation()), "", e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<String> known = new HashSet<>(rows.keySet());
        rows.values()
                .forEach(row ->
                        known.add(Objects.requireNonNullElse(row.product().category(), "")));
        rows.values().forEach(row -> check(row, known));
        Map<String, ProductFeed.Product> products =
                rows.values().stream().map(Row::product).collect(Collectors.toMap(ProductFeed.Product::id, p -> p));
        return new ProductFeed(file.name(), products, problems);
    }

    /** Of an empty file there is none. */
    private static int line(@Nullable JsonLocation location) {
        return location == null ? 1 : Math.max(1, location.getLineNr());
    }

    private void add(int line, Map<String, String> cells) {
        String id = cell(cells, ID);
        if (id == null) {
            problem(line, "", "`" + ID + "` is empty, expected an id");
            return;
        }
        String complements = cell(cells, ProductFeed.COMPLEMENTS);
        ProductFeed.Product product = new ProductFeed.Product(
                id,
                cell(cells, "category"),
                cell(cells, "brand"),
                new TreeSet<>(complements == null ? Set.of() : ProductFeed.complements(complements)));
        Row first = rows.putIfAbsent(id, new Row(line, product));
        if (first != null) {
            problem(line, id, "product " + Wording.quote(id) + " stands in line " + first.line() + " already");
        }
    }

    private static @Nullable String cell(Map<String, String> cells, String column) {
        String cell = cells.get(column);
        return cell == null || cell.isBlank() ? null : cell;
    }

    private void check(Row row, Set<String> known) {
        for (String id : row.product().goesWith()) {
            if (id.equals(row.product().id()) || id.equals(row.product().category())) {
                problem(
                        row.line(),
                        id,
                        "complement " + Wording.quote(id) + " is the product itself or its category, expected others");
            } else if (!known.contains(id)) {
                problem(
                        row.line(),
                        id,
                        "complement " + Wording.quote(id) + ", expected a product or a category of this feed");
            }
        }
    }

    /** Feeds are large, and mostly right. */
    private SourceText source() {
        if (source == null) {
            source = new SourceText(file);
        }
        return source;
    }

    /** Points at the last place of a text in a line: the row's first cell is most often its id. */
    private void problem(int line, String text, String message) {
        SourceText source = source();
        int start = source.lineStart(line);
        String row = source.slice(start, source.lineStart(line + 1));
        int index = Math.max(0, row.lastIndexOf(text.isEmpty() ? row : text));
        problems.add(source.problem(start + row.codePointCount(0, index), message));
    }
}
