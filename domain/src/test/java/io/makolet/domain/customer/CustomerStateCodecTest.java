package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.LifetimeSeries;
import io.makolet.domain.segment.SlidingSeries;
import io.makolet.domain.segment.Truth;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CustomerStateCodecTest {

    @Test
    void readsTheBytesOfTheReleasedVersion() throws IOException {
        byte[] released = resource("/released/customer-state-v1.bin");
        assertThat(CustomerStateCodec.encode(CustomerStateCodec.decode(released)))
                .isEqualTo(released);
        assertThat(CustomerStateCodec.encode(everything())).isEqualTo(released);
    }

    @Test
    void refusesAVersionItDoesNotKnow() {
        assertThatThrownBy(() -> CustomerStateCodec.decode(new byte[] {9}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("customer state of version 9, expected 1");
    }

    @Test
    void refusesBytesThatEndTooEarlyOrGoOn() {
        byte[] whole = CustomerStateCodec.encode(everything());
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> CustomerStateCodec.decode(part)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> CustomerStateCodec.decode(Arrays.copyOf(whole, whole.length + 1)))
                .hasMessage("customer state goes on behind its end");
    }

    @Test
    void neverFailsOtherwiseOnDamagedBytes() {
        byte[] whole = CustomerStateCodec.encode(everything());
        Random random = new Random(7);
        for (int n = 0; n < 5_000; n++) {
            byte[] damaged = whole.clone();
            damaged[1 + random.nextInt(whole.length - 1)] = (byte) random.nextInt(256);
            try {
                assertThat(CustomerStateCodec.decode(damaged)).isNotNull();
            } catch (IllegalArgumentException | java.time.DateTimeException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    private static CustomerState everything() {
        CustomerState state = new CustomerState("לקוח-17");
        state.era = 2;
        state.applied = 300;
        state.revision = 4;
        state.clock = 1_300_000_000_123L;
        state.nextTimer = 1_400_000_000_000L;
        state.armTimer(1_400_000_005_000L);
        state.lastEventId = "536365@2010-12-01 08:26:00";
        state.lastEventTime = 1_299_999_999_999L;
        state.recent.append(-1, 77, 1_299_000_000_000L);
        state.recent.append(Long.MIN_VALUE, Long.MAX_VALUE, 1_300_000_000_123L);
        state.profile.put("bool", new ProfileValue.Bool(true));
        state.profile.put("choice", new ProfileValue.Choice("IL"));
        state.profile.put("choices", new ProfileValue.MultiChoice(List.of("tea", "قهوة")));
        state.profile.put("text", new ProfileValue.Text("free"));
        state.profile.put("number", new ProfileValue.Numeric(-0.5));
        state.profile.put("date", new ProfileValue.Date(LocalDate.of(1969, 2, 28)));
        state.profile.put("rating", new ProfileValue.Rating(4, 5));
        state.profile.put("place", new ProfileValue.Place(32.08, 34.78, "תל אביב"));
        state.profile.put("nowhere", new ProfileValue.Place(0, 0, null));
        state.consent.put("marketing", true);
        state.consent.put("analytics", false);
        SlidingSeries sliding = new SlidingSeries(1_000);
        sliding.add(-5, 7);
        sliding.add(90, -3);
        state.series.put(-12L, sliding);
        LifetimeSeries lifetime = new LifetimeSeries();
        lifetime.add(5, 10);
        lifetime.add(6, -20);
        state.series.put(99L, lifetime);
        state.standings.put(0, new CustomerState.Standing(Truth.TRUE, 1_299_999_999_999L, 3, 1));
        state.standings.put(300, new CustomerState.Standing(Truth.UNKNOWN, Long.MIN_VALUE, 0, 2));
        state.activity = new Decayed(2.5, 1_300_000_000_000L);
        state.affinities.put("kitchen", new Decayed(0.25, 1_300_000_000_000L));
        return state;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(CustomerStateCodecTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
