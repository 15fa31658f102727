package io.makolet.serving.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LanguagesTest {

    private final Languages<String> languages =
            new Languages<>(Map.of("en", "hello", "he", "שלום", "zh-Hant", "你好", "pt-BR", "olá"));

    @Test
    void takesTheFirstWantedLanguageThereIs() {
        assertThat(best("fr", "he", "en")).isEqualTo("he");
    }

    @Test
    void shortensATagUntilItFits() {
        assertThat(best("he-IL")).isEqualTo("he");
        assertThat(best("zh-Hant-TW")).isEqualTo("zh-Hant");
        assertThat(best("de-DE", "he-IL")).isEqualTo("he");
    }

    @Test
    void takesNoNarrowerLanguageThanWanted() {
        assertThat(best("pt")).isEqualTo("en");
        assertThat(best("zh")).isEqualTo("en");
    }

    @Test
    void ignoresCaseAndGivesTheTagAsDefined() {
        assertThat(best("PT-br")).isEqualTo("pt-BR");
    }

    @Test
    void fallsBackToEnglish() {
        assertThat(best()).isEqualTo("en");
        assertThat(best("xx", "", "-", "he_IL")).isEqualTo("en");
    }

    @Test
    void fallsBackToTheFirstTagWithoutEnglish() {
        Languages<String> noEnglish = new Languages<>(Map.of("he", "שלום", "ar", "مرحبا"));
        assertThat(noEnglish.best(List.of("fr")).getKey()).isEqualTo("ar");
    }

    private String best(String... wanted) {
        return languages.best(List.of(wanted)).getKey();
    }
}
