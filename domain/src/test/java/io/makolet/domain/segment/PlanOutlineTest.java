package io.makolet.domain.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanOutlineTest {

    /** Two segments, the first of which needs consent for "mail", and one source of change by time. */
    private static final byte[] STORED = HexFormat.of()
            .parseHex("01" + "000000000000007b" + "00000002"
                    + "00000003" + "0000000000000011" + "00046d61696c"
                    + "00000007" + "0000000000000022" + "0000"
                    + "00000001" + "00000005" + "0000000000000033");

    @Test
    void readsTheBytesOfVersion1() {
        PlanOutline outline = PlanOutline.decode(STORED);
        assertThat(outline.planId()).isEqualTo(123);
        assertThat(outline.size()).isEqualTo(2);
        assertThat(outline.index(1)).isEqualTo(7);
        assertThat(outline.purpose(3)).isEqualTo("mail");
        assertThat(outline.purpose(7)).isNull();
        assertThat(outline.sources()).isEqualTo(Map.of(5, 0x33L));
        assertThat(outline.encode()).isEqualTo(STORED);
    }

    @Test
    void refusesAVersionToCome() {
        assertThatThrownBy(() -> PlanOutline.decode(new byte[] {2}))
                .hasMessage("outline of a plan of version 2, expected 1");
    }

    @Test
    void refusesBytesThatEndTooEarly() {
        byte[] cut = Arrays.copyOf(STORED, STORED.length - 1);
        assertThatThrownBy(() -> PlanOutline.decode(cut))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the outline of a plan is damaged");
    }
}
