package io.makolet.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

    private static final List<String> WORDS = List.of("purchase", "purchases", "product_view", "recency", "is", "of");

    @ParameterizedTest
    @CsvSource({
        "purchas, purchase",
        "Purchase, purchase",
        "pruchase, purchase",
        "purchasess, purchases",
        "productview, product_view",
        "product-view, product_view",
        "ricency, recency",
        "si, is",
        "ov, of"
    })
    void findsTheWordThatWasMeant(String given, String meant) {
        assertThat(Wording.nearest(given, WORDS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"cancel", "view", "x", "''", "recent_order"})
    void doesNotGuessWhereNothingIsNear(String given) {
        assertThat(Wording.nearest(given, WORDS)).isEmpty();
    }

    @Test
    void cutsLongQuotations() {
        assertThat(Wording.quote("😀".repeat(61))).isEqualTo("`" + "😀".repeat(60) + "…`");
    }

    @Test
    void showsNothingThatMovesTheCursorOrTurnsTheDirection() {
        assertThat(Wording.quote("a\u001b[31mb\u202ec\u200fd\n\te\u2028f\ud800"))
                .isEqualTo("`a�[31mb�c�d  e�f�`");
    }

    @Test
    void listsAlternatives() {
        assertThat(Wording.oneOf(List.of())).isEmpty();
        assertThat(Wording.oneOf(List.of("a"))).isEqualTo("a");
        assertThat(Wording.oneOf(List.of("a", "b"))).isEqualTo("a or b");
        assertThat(Wording.oneOf(List.of("a", "b", "c"))).isEqualTo("a, b or c");
    }
}
