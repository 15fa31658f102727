package io.makolet.domain.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanOutlineTest {

    /** Two segments, the first of which needs consent for "mail", and one source of change by time. */
    private static final String BODY = "000000000000007b" + "00000002"
            + "00000003" + "0000000000000011" + "00046d61696c"
            + "00000007" + "0000000000000022" + "0000"
            + "00000001" + "00000005" + "0000000000000033";

    private static final byte[] VERSION_1 = bytes("01" + BODY);

    /** The same, where backfills 4 and 9 have read everything. */
    private static final byte[] VERSION_2 = bytes("02" + BODY + "00000002" + "00000004" + "00000009");

    @Test
    void readsTheBytesOfAllVersions() {
        assertIsStored(PlanOutline.decode(VERSION_1));
        assertIsStored(PlanOutline.decode(VERSION_2));
        assertThat(PlanOutline.decode(VERSION_2).encode()).isEqualTo(VERSION_2);
    }

    @Test
    void tellsWhichBackfillsHaveReadEverythingSinceAnother() {
        PlanOutline later = PlanOutline.decode(VERSION_2);
        PlanOutline earlier = PlanOutline.decode(bytes("02" + BODY + "00000001" + "00000004"));
        assertThat(later.readInSince(earlier)).containsExactly(9);
        assertThat(earlier.readInSince(later)).isEmpty();
    }

    @Test
    void doesNotKnowWhichBackfillsHadReadEverythingUnderVersion1() {
        PlanOutline old = PlanOutline.decode(PlanOutline.decode(VERSION_1).encode());
        assertThat(PlanOutline.decode(VERSION_2).readInSince(old)).isEmpty();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static void assertIsStored(PlanOutline outline) {
        assertThat(outline.planId()).isEqualTo(123);
        assertThat(outline.size()).isEqualTo(2);
        assertThat(outline.index(1)).isEqualTo(7);
        assertThat(outline.purpose(3)).isEqualTo("mail");
        assertThat(outline.purpose(7)).isNull();
        assertThat(outline.sources()).isEqualTo(Map.of(5, 0x33L));
    }

    @Test
    void refusesAVersionToCome() {
        assertThatThrownBy(() -> PlanOutline.decode(new byte[] {3}))
                .hasMessage("outline of a plan of version 3, expected 1 to 2");
    }

    @Test
    void refusesBytesThatEndTooEarly() {
        byte[] cut = Arrays.copyOf(VERSION_1, VERSION_1.length - 1);
        assertThatThrownBy(() -> PlanOutline.decode(cut))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the outline of a plan is damaged");
    }
}
