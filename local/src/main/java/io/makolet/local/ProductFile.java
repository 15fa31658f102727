package io.makolet.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.makolet.avro.Money;
import io.makolet.avro.Product;
import io.makolet.definitions.ProductFeed;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A product feed as a CSV file with a heading: {@code product_id}, {@code category}, {@code brand}, {@code price},
 * {@code margin}, {@code currency}, {@code image_url}, {@code url}, {@code available}, {@code complements} (ids of products
 * and categories that go with it, divided by {@code ;}), and {@code title_} and {@code description_} with a language. Only
 * the first is required; any other column is an attribute.
 */
record ProductFile(Path file, Optional<String> currency) {

    private static final Set<String> COLUMNS = Set.of(
            "product_id",
            "category",
            "brand",
            "price",
            "margin",
            "currency",
            "image_url",
            "url",
            "available",
            ProductFeed.COMPLEMENTS);
    private static final int MICROS_DIGITS = 6;

    /** Reads all products; refuses the file with the first row that is wrong. */
    List<Product> read(Instant now) {
        CsvMapper mapper =
                CsvMapper.builder().enable(CsvParser.Feature.TRIM_SPACES).build();
        List<Product> products = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        try (MappingIterator<Map<String, String>> rows = mapper.readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(file.toFile())) {
            while (rows.hasNext()) {
                int line = rows.getCurrentLocation().getLineNr();
                Product product = product(new Row(line, rows.next()), now);
                if (!ids.add(product.getProductId())) {
                    throw new InvalidInput(file + ":" + line + ": product_id '" + product.getProductId()
                            + "' was there before, expected each once");
                }
                products.add(product);
            }
        } catch (JsonProcessingException e) {
            throw new InvalidInput(file + ":" + e.getLocation().getLineNr() + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new InvalidInput(file + " cannot be read: " + e.getMessage());
        }
        return products;
    }

    private Product product(Row row, Instant now) {
        String id = row.cell("product_id");
        if (id == null) {
            throw row.wrong("product_id", "", "an id");
        }
        Product product = new Product();
        product.setProductId(id);
        product.setTenant("default");
        product.setTitles(row.withPrefix("title_"));
        product.setDescriptions(row.withPrefix("description_"));
        product.setCategory(row.cell("category"));
        product.setBrand(row.cell("brand"));
        product.setPrice(money(row, "price"));
        product.setMargin(money(row, "margin"));
        product.setImageUrl(row.cell("image_url"));
        product.setUrl(row.cell("url"));
        product.setAvailable(available(row));
        product.setComplements(complements(row));
        product.setAttributes(row.attributes());
        product.setUpdatedAt(now);
        return product;
    }

    private @Nullable Money money(Row row, String column) {
        String amount = row.cell(column);
        if (amount == null) {
            return null;
        }
        String unit = row.cell("currency");
        if (unit == null) {
            unit = currency.orElseThrow(() -> row.wrong("currency", "", "an ISO 4217 code"));
        }
        try {
            return new Money(
                    new BigDecimal(amount).movePointRight(MICROS_DIGITS).longValueExact(), unit);
        } catch (ArithmeticException | NumberFormatException e) {
            throw row.wrong(column, amount, "a decimal with at most 6 places, such as 12.75");
        }
    }

    private static List<String> complements(Row row) {
        String cell = row.cell(ProductFeed.COMPLEMENTS);
        return cell == null ? List.of() : List.copyOf(ProductFeed.complements(cell));
    }

    private static boolean available(Row row) {
        String cell = row.cell("available");
        if (cell == null || cell.equalsIgnoreCase("true")) {
            return true;
        }
        if (cell.equalsIgnoreCase("false")) {
            return false;
        }
        throw row.wrong("available", cell, "true or false");
    }

    private final class Row {
        private final int line;
        private final Map<String, String> cells;

        Row(int line, Map<String, String> cells) {
            this.line = line;
            this.cells = cells;
        }

        @Nullable
        String cell(String column) {
            String cell = cells.get(column);
            return cell == null || cell.isBlank() ? null : cell;
        }

        Map<String, String> withPrefix(String prefix) {
            Map<String, String> found = new TreeMap<>();
            cells.forEach((column, cell) -> {
                if (column.startsWith(prefix) && !cell.isBlank()) {
                    found.put(column.substring(prefix.length()), cell);
                }
            });
            return found;
        }

        Map<String, String> attributes() {
            Map<String, String> found = new HashMap<>();
            cells.forEach((column, cell) -> {
                if (!COLUMNS.contains(column)
                        && !column.startsWith("title_")
                        && !column.startsWith("description_")
                        && !cell.isBlank()) {
                    found.put(column, cell);
                }
            });
            return found;
        }

        InvalidInput wrong(String column, String cell, String expected) {
            return new InvalidInput(file + ":" + line + ": " + column + " '" + cell + "', expected " + expected);
        }
    }
}
