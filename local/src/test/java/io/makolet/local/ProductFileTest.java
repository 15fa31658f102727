package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.avro.Money;
import io.makolet.avro.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductFileTest {

    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void readsTitlesPricesAndAttributes() throws IOException {
        List<Product> products = read("""
                product_id,category,title_en,title_he,price,margin,colour
                VG-101,gifts,"Cake stand, three tiers",מעמד עוגות,12.75,4.9,red
                VG-102,,Cup,,,,
                """);
        Product first = products.get(0);
        assertThat(first.getTitles()).isEqualTo(Map.of("en", "Cake stand, three tiers", "he", "מעמד עוגות"));
        assertThat(first.getPrice()).isEqualTo(new Money(12_750_000L, "GBP"));
        assertThat(first.getMargin()).isEqualTo(new Money(4_900_000L, "GBP"));
        assertThat(first.getAttributes()).isEqualTo(Map.of("colour", "red"));
        assertThat(first.getUpdatedAt()).isEqualTo(NOW);
        assertThat(products.get(1).getPrice()).isNull();
        assertThat(products.get(1).getCategory()).isNull();
    }

    @Test
    void readsWhatGoesWithAProduct() throws IOException {
        List<Product> products = read("product_id,complements\nVG-101, VG-102; gifts ;\nVG-102,\n");
        assertThat(products.get(0).getComplements()).isEqualTo(List.of("VG-102", "gifts"));
        assertThat(products.get(0).getAttributes()).isEmpty();
        assertThat(products.get(1).getComplements()).isEmpty();
    }

    @Test
    void namesTheRowAndTheCellThatIsWrong() {
        assertThatThrownBy(() -> read("product_id,price\nA,1.50\nB,cheap\n"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage(file() + ":3: price 'cheap', expected a decimal with at most 6 places, such as 12.75");
        assertThatThrownBy(() -> read("product_id,price\nA,0.0000001\n")).hasMessageContaining("price '0.0000001'");
        assertThatThrownBy(() -> read("product_id,available\nA,maybe\n"))
                .hasMessageContaining("available 'maybe', expected true or false");
        assertThatThrownBy(() -> read("product_id\nA\nA\n"))
                .hasMessageContaining(":3: product_id 'A' was there before, expected each once");
    }

    @Test
    void asksForACurrencyWhereOffersDoNotTellOne() throws IOException {
        Files.writeString(file(), "product_id,price\nA,1\n");
        assertThatThrownBy(() -> new ProductFile(file(), Optional.empty()).read(NOW))
                .hasMessage(file() + ":2: currency '', expected an ISO 4217 code");
    }

    private Path file() {
        return folder.resolve("products.csv");
    }

    private List<Product> read(String text) throws IOException {
        Files.writeString(file(), text);
        return new ProductFile(file(), Optional.of("GBP")).read(NOW);
    }
}
