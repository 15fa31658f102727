package io.makolet.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @Test
    void namesCustomersByTheirBareId() {
        assertThat(Ids.of("customer", "13047")).isEqualTo("customer:13047");
        assertThat(Ids.toKey("customer:13047")).isEqualTo("13047");
        assertThat(Ids.of("anonymous", "77")).isEqualTo("anonymous:77");
        assertThat(Ids.toKey("anonymous:77")).isEqualTo("anonymous:77");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "13047",
                "anonymous:77",
                "a:b:c",
                ":",
                "customer:a:b",
                "customer:13047",
                "customer:",
                "דוד",
                "x y"
            })
    void findsTheKeyAgain(String key) {
        assertThat(Ids.toKey(Ids.ofKey(key))).isEqualTo(key);
    }

    @Test
    void saysWhatCanBeAKey() {
        assertThat(Ids.isKey("א".repeat(256))).isTrue();
        assertThat(Ids.isKey("א".repeat(257))).isFalse();
        assertThat(Ids.isKey("")).isFalse();
        assertThat(Ids.isKey("\0progress/0")).isFalse();
    }
}
