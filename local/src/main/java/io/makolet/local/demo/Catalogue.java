package io.makolet.local.demo;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.makolet.local.InvalidInput;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What a shop sells, as its visitors see it. */
final class Catalogue {

    private static final int MICRO_DIGITS = 6;

    /**
     * Something for sale.
     *
     * @param priceMicros millionths of a pound
     */
    record Product(String id, String category, long priceMicros) {}

    private final List<Product> products;
    private final Map<String, List<Product>> byCategory = new LinkedHashMap<>();

    Catalogue(List<Product> products) {
        if (products.isEmpty()) {
            throw new IllegalArgumentException("catalogue without products, expected at least one");
        }
        this.products = List.copyOf(products);
        for (Product product : products) {
            byCategory
                    .computeIfAbsent(product.category(), category -> new ArrayList<>())
                    .add(product);
        }
    }

    /**
     * Reads a product feed with the columns product_id, category and price.
     *
     * @throws InvalidInput if it has not these columns
     */
    static Catalogue read(Path feed) {
        List<Product> products = new ArrayList<>();
        try (MappingIterator<Map<String, String>> rows = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(feed.toFile())) {
            while (rows.hasNext()) {
                Map<String, String> row = rows.next();
                products.add(new Product(
                        cell(feed, row, "product_id"),
                        cell(feed, row, "category"),
                        new BigDecimal(cell(feed, row, "price"))
                                .movePointRight(MICRO_DIGITS)
                                .longValueExact()));
            }
        } catch (IOException | ArithmeticException | NumberFormatException e) {
            throw new InvalidInput(feed + " can't be read as a product feed: " + e.getMessage());
        }
        return new Catalogue(products);
    }

    private static String cell(Path feed, Map<String, String> row, String column) {
        String value = row.get(column);
        if (value == null || value.isEmpty()) {
            throw new InvalidInput(feed + " has a row without " + column + ", expected one in each row");
        }
        return value;
    }

    List<Product> products() {
        return products;
    }

    List<String> categories() {
        return List.copyOf(byCategory.keySet());
    }

    Product any(SplittableRandom random) {
        return products.get(random.nextInt(products.size()));
    }

    Product anyOf(String category, SplittableRandom random) {
        List<Product> range = byCategory.get(category);
        return range == null ? any(random) : range.get(random.nextInt(range.size()));
    }
}
