package io.makolet.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.Function;
import io.makolet.domain.segment.EventSeries;
import io.makolet.domain.segment.LifetimeSeries;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.StayState;
import io.makolet.domain.segment.Truth;
import io.makolet.domain.segment.Window;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CustomerStateCodecTest {

    private static final long DAY = 24L * 60 * 60 * 1000;

    @Test
    void readsTheBytesOfTheFirstVersion() throws IOException {
        byte[] released = resource("/released/customer-state-v1.bin");
        assertThat(CustomerStateCodec.encode(CustomerStateCodec.decode(released)))
                .isEqualTo(CustomerStateCodec.encode(everythingOfTheFirstVersion()));
    }

    @Test
    void readsTheBytesOfTheSecondVersion() throws IOException {
        CustomerState read = CustomerStateCodec.decode(resource("/released/customer-state-v2.bin"));
        CustomerState state = everything();
        List<Membership> memberships = engine().memberships(state);
        assertThat(engine().memberships(read)).isEqualTo(memberships);
        assertThat(engine().onTime(read, read.clock() + 400 * DAY))
                .isEqualTo(engine().onTime(state, state.clock() + 400 * DAY));
        assertThat(engine().memberships(read)).isEqualTo(engine().memberships(state));
        assertThat(CustomerStateCodec.encode(read)).isEqualTo(CustomerStateCodec.encode(state));
    }

    @Test
    void readsTheBytesOfTheThirdVersion() throws IOException {
        byte[] released = resource("/released/customer-state-v3.bin");
        assertThat(CustomerStateCodec.encode(CustomerStateCodec.decode(released)))
                .isEqualTo(CustomerStateCodec.encode(everything()));
    }

    @Test
    void readsTheBytesOfTheReleasedVersion() throws IOException {
        byte[] released = resource("/released/customer-state-v4.bin");
        assertThat(CustomerStateCodec.encode(CustomerStateCodec.decode(released)))
                .isEqualTo(released);
        assertThat(CustomerStateCodec.encode(everythingAndAllParts())).isEqualTo(released);
    }

    @Test
    void readsMembershipsAndWhatIsKeptOfEventsAsTheyWere() {
        CustomerState state = everything();
        CustomerState read = CustomerStateCodec.decode(CustomerStateCodec.encode(state));
        List<Membership> memberships = engine().memberships(read);
        assertThat(memberships).isEqualTo(engine().memberships(state));
        assertThat(memberships).extracting(Membership::value).contains(Truth.TRUE, Truth.FALSE);
        assertThat(engine().onTime(read, read.clock() + 400 * DAY))
                .isEqualTo(engine().onTime(state, state.clock() + 400 * DAY));
    }

    @Test
    void refusesAVersionItDoesNotKnow() {
        assertThatThrownBy(() -> CustomerStateCodec.decode(new byte[] {9}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("customer state of version 9, expected 1 to 4");
    }

    @Test
    void refusesBytesThatEndTooEarlyOrGoOn() {
        byte[] whole = CustomerStateCodec.encode(everythingAndAllParts());
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> CustomerStateCodec.decode(part)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> CustomerStateCodec.decode(Arrays.copyOf(whole, whole.length + 1)))
                .hasMessage("customer state goes on behind its end");
    }

    @Test
    void neverFailsOtherwiseOnDamagedBytes() throws IOException {
        neverFailsOtherwise(CustomerStateCodec.encode(everythingAndAllParts()));
        neverFailsOtherwise(resource("/released/customer-state-v1.bin"));
        neverFailsOtherwise(resource("/released/customer-state-v2.bin"));
    }

    private static void neverFailsOtherwise(byte[] whole) {
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

    @Test
    void saysWhatIsDamagedWhenItIsNeeded() {
        Cells<Long> cells = new Cells<>(Unpacker::signed, Packer::signed);
        cells.put(7, 300L);
        Packer packed = new Packer();
        cells.store(packed);
        byte[] bytes = packed.toBytes();
        bytes[bytes.length - 2] = 0;
        Cells<Long> damaged = new Cells<>(Unpacker::signed, Packer::signed);
        damaged.restore(new Unpacker(bytes));
        assertThatThrownBy(() -> damaged.get(7))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("what is kept under 7 is damaged: it goes on behind its end");
    }

    private static CustomerState everythingOfTheFirstVersion() {
        CustomerState state = common();
        EventSeries sliding = new EventSeries();
        sliding.add(-5, 7, 1_000);
        sliding.add(90, -3, 1_000);
        state.series.put(-12L, sliding);
        state.series.put(99L, LifetimeSeries.of(2, -10, 5, 10, 6, -20));
        state.standings.put(0, Truth.TRUE, 1_299_999_999_999L, 3, 1);
        return state;
    }

    /** Every kind of series, with folded cells, a trace, standings and leases. */
    private static CustomerState everything() {
        CustomerState state = common();
        CustomerEngine engine = engine();
        for (int i = 0; i < 300; i++) {
            long time = 1_300_000_000_000L + i * DAY / 8;
            engine.onEvent(
                    state, Events.order("o" + i, "purchase", time, i * 1_000_000L, i % 3 == 0 ? "web" : "phone"));
        }
        engine.onEvent(state, Events.order("r", "return", 1_300_000_000_000L + 10 * DAY, 5_000_000L, "web"));
        return state;
    }

    private static CustomerState everythingAndAllParts() {
        CustomerState state = everything();
        PastRead past = new PastRead();
        past.willCome(5, 900);
        Fingerprint event = new Fingerprint();
        event.of("o17");
        past.take(-7, 12, event, 1_300_000_000_000L, DAY);
        state.pasts.put(3, past);
        state.stays.put(4, StayState.told(Truth.TRUE, 1_300_000_000_000L));
        state.stays.put(6, StayState.told(Truth.FALSE, 1_300_000_000_001L));
        return state;
    }

    private static CustomerEngine engine() {
        List<Condition> conditions = List.of(
                Conditions.compare(Function.COUNT, null, new Window.Sliding(30 * DAY), Comparison.Op.GE, 200),
                Conditions.compare(Function.SUM, "amount", Window.LIFETIME, Comparison.Op.GE, 1_000),
                Conditions.compare(Function.MAX, "amount", Window.LIFETIME, Comparison.Op.LT, 10),
                Conditions.compare(Function.DISTINCT, "channel", new Window.Sliding(DAY), Comparison.Op.GE, 2),
                Conditions.compare(
                        Function.AVG, "amount", new Window.Calendar(Window.Period.MONTH), Comparison.Op.GE, 100),
                Conditions.compare(Function.DISTINCT, "amount", new Window.LastN(5), Comparison.Op.GE, 5),
                Conditions.without("purchase", "return", "channel", 3 * DAY));
        List<Definition> definitions = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            definitions.add(Conditions.segment("s" + i, i, conditions.get(i)));
        }
        return new CustomerEngine(SegmentPlan.compile(definitions));
    }

    private static CustomerState common() {
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
