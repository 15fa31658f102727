package io.makolet.definitions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which products go with others, as the feed of a shop's products says. */
public final class ProductFeed {

    /** Name of the feed, in a folder of definitions or beside it. */
    public static final String NAME = "products.csv";

    /** The column that says what goes with a product: ids of products and categories. */
    public static final String COMPLEMENTS = "complements";

    static final ProductFeed NONE = new ProductFeed(null, null, List.of());

    /** Each is compared with every order. */
    static final int MOST_COMPLEMENTS = 100;

    /** So many alternatives are told; who looks for one of more knows where. */
    private static final int MOST_TOLD = 20;

    private static final String BY_ID = "product_ids";
    private static final String BY_CATEGORY = "categories";
    private static final String BY_BRAND = "brands";
    private static final String OTHERWISE = ", or the parameter `without`";

    /**
     * A product.
     *
     * @param goesWith ids of products and categories
     */
    record Product(
            String id, @Nullable String category, @Nullable String brand, SortedSet<String> goesWith) {}

    /**
     * What goes with something.
     *
     * @param field the field of orders that names it
     */
    record Complement(String field, String value) {}

    private final @Nullable String file;
    private final @Nullable Map<String, Product> products;
    private final List<Problem> problems;

    /**
     * A feed.
     *
     * @param file its name; null where there is none
     * @param products by id; null where the feed says of none what goes with it
     * @param problems what is wrong with the feed
     */
    ProductFeed(@Nullable String file, @Nullable Map<String, Product> products, List<Problem> problems) {
        this.file = file;
        this.products = products;
        this.problems = List.copyOf(problems);
    }

    List<Problem> problems() {
        return problems;
    }

    /** The product feed of a folder of definitions. */
    public static Optional<Path> beside(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        return Stream.of(absolute.resolve(NAME), absolute.resolveSibling(NAME))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** The ids in a cell of the column {@link #COMPLEMENTS}, divided by {@code ;}. */
    public static Set<String> complements(String cell) {
        Set<String> ids = new LinkedHashSet<>();
        Arrays.stream(cell.split(";"))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .forEach(ids::add);
        return ids;
    }

    /**
     * What goes with a product, or with any product of a category or brand and is not of it; in a fixed order.
     *
     * @param field of orders that names the item
     * @return empty, and reported unless the feed has a problem of its own, if there is nothing
     */
    List<Complement> of(YamlNode.Scalar item, YamlNode.Scalar field, Report report) {
        String what = what(field.value());
        if (!problems.isEmpty()) {
            return List.of();
        }
        if (what.isEmpty()) {
            report.problem(
                    field,
                    Wording.quote(field.value()) + ", expected " + Wording.oneOf(List.of(BY_ID, BY_CATEGORY, BY_BRAND))
                            + " where the product feed says what goes with it" + OTHERWISE);
            return List.of();
        }
        if (products == null) {
            report.problem(item, missing(item.value()));
            return List.of();
        }
        List<Product> meant = products.values().stream()
                .filter(product -> item.value().equals(by(field.value()).apply(product)))
                .toList();
        List<Complement> complements = complements(item.value(), field.value(), meant, products);
        String found = what + " " + Wording.quote(item.value());
        if (meant.isEmpty()) {
            report.problem(item, "no " + found + " in " + file + expected(item.value(), what, field.value(), products));
        } else if (complements.isEmpty()) {
            report.problem(item, found + " has no complements in " + file + ", expected some" + OTHERWISE);
        } else if (complements.size() > MOST_COMPLEMENTS) {
            report.problem(
                    item,
                    found + " has " + complements.size() + " complements in " + file + ", expected at most "
                            + MOST_COMPLEMENTS + ", such as categories instead of products" + OTHERWISE);
            return List.of();
        }
        return complements;
    }

    private static List<Complement> complements(
            String item, String field, List<Product> meant, Map<String, Product> products) {
        SortedSet<String> goesWith = new TreeSet<>();
        meant.forEach(product -> goesWith.addAll(product.goesWith()));
        meant.forEach(product -> goesWith.remove(product.id()));
        if (field.equals(BY_CATEGORY)) {
            goesWith.remove(item);
        }
        return goesWith.stream()
                .map(id -> new Complement(products.containsKey(id) ? BY_ID : BY_CATEGORY, id))
                .toList();
    }

    private String missing(String item) {
        return file == null
                ? "no product feed says what goes with " + Wording.quote(item) + ", expected " + NAME
                        + " in the folder of the definitions or beside it" + OTHERWISE
                : file + " has no column `" + COMPLEMENTS + "`, expected it with ids of products or categories"
                        + OTHERWISE;
    }

    private static String expected(String item, String what, String field, Map<String, Product> products) {
        Collection<String> known = new TreeSet<>();
        products.values().stream()
                .map(by(field))
                .forEach(name -> known.addAll(name == null ? List.of() : List.of(name)));
        return known.size() <= MOST_TOLD || Wording.nearest(item, known).isPresent()
                ? Wording.expected(item, known)
                : ", expected a " + what + " that is there";
    }

    private static String what(String field) {
        return switch (field) {
            case BY_ID -> "product";
            case BY_CATEGORY -> "category";
            case BY_BRAND -> "brand";
            default -> "";
        };
    }

    private static Function<Product, @Nullable String> by(String field) {
        return field.equals(BY_ID) ? Product::id : field.equals(BY_CATEGORY) ? Product::category : Product::brand;
    }
}
