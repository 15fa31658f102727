package io.makolet.serving.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.customer.CustomerView.OfferScore;
import io.makolet.domain.customer.CustomerView.Version;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Truth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedViewTest {

    /** What was written with layout 1 and must be read for as long as there is a reader of it. */
    private static final CustomerView STORED = new CustomerView(
            "לקוח-17",
            new Version(2, 345, 1_700_000_000_001L, 7),
            1_309_478_400_000L,
            "order-536365",
            1_309_478_300_123L,
            List.of(
                    new Membership(0, 1, Truth.TRUE, 1_300_000_000_000L, List.of(), Long.MAX_VALUE, null),
                    new Membership(
                            3,
                            2,
                            Truth.FALSE,
                            1_301_000_000_000L,
                            List.of(
                                    new Membership.Flip(1_309_478_500_000L, Truth.TRUE),
                                    new Membership.Flip(1_309_578_500_000L, Truth.FALSE)),
                            1_400_000_000_000L,
                            null),
                    new Membership(
                            9,
                            1,
                            Truth.UNKNOWN,
                            Long.MIN_VALUE,
                            List.of(),
                            Long.MAX_VALUE,
                            "no consent for marketing")),
            List.of(new OfferScore(0, 1.25f), new OfferScore(4, -0.5f)),
            Map.of(
                    "country", new ProfileValue.Choice("IL"),
                    "newsletter", new ProfileValue.Bool(true),
                    "topics", new ProfileValue.MultiChoice(List.of("garden", "kitchen")),
                    "name", new ProfileValue.Text("דנה"),
                    "children", new ProfileValue.Numeric(2),
                    "birthday", new ProfileValue.Date(LocalDate.of(1980, 2, 29)),
                    "service", new ProfileValue.Rating(4, 5),
                    "home", new ProfileValue.Place(32.08, 34.78, "תל אביב")),
            Map.of("analytics", true, "marketing", false),
            Map.of("affinity.gifts", 0.75, "purchases", 12.0));

    @Test
    void readsTheStoredBytesOfLayoutTwo() throws IOException {
        byte[] bytes;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/packed-view-2.bin"))) {
            bytes = in.readAllBytes();
        }
        assertThat(view(bytes).unpack("לקוח-17")).isEqualTo(STORED);
        assertThat(PackedView.pack(STORED)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void givesBackWhatWasPacked(long seed) {
        RandomViews views = new RandomViews(seed);
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            CustomerView view = views.next("c", random.nextInt(40), random.nextInt(30));
            byte[] bytes = PackedView.pack(view);
            byte[] buffer = Arrays.copyOf(bytes, bytes.length + 7);
            assertThat(new PackedView(buffer, bytes.length).unpack("c"))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(view);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void answersInPlaceAsThePlainViewDoes(long seed) {
        RandomViews views = new RandomViews(seed);
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            CustomerView plain = views.next("c", 1 + random.nextInt(40), 1 + random.nextInt(30));
            PackedView packed = view(PackedView.pack(plain));
            assertThat(packed.version()).isEqualTo(plain.version());
            assertThat(packed.asOf()).isEqualTo(plain.asOf());
            for (int index = -1; index < 50; index++) {
                long now = random.nextInt(1_000);
                String what = "seed " + seed + ", round " + round + ", index " + index + " at " + now;
                assertThat(packed.truth(index, now)).as(what).isEqualTo(truth(plain, index, now));
                assertThat(packed.validUntil(index)).as(what).isEqualTo(validUntil(plain, index));
                assertThat((Float) packed.score(index)).as(what).isEqualTo(score(plain, index));
            }
            plain.consent()
                    .forEach((purpose, granted) -> assertThat(packed.consents(utf8(purpose)))
                            .as(purpose)
                            .isEqualTo(granted));
            assertThat(packed.consents(utf8("never asked for"))).isFalse();
        }
    }

    @Test
    void givesTheSameBytesForEqualViewsInAnyOrder() {
        CustomerView view = new RandomViews(21).next("c", 30, 30);
        List<Membership> memberships = new ArrayList<>(view.memberships());
        List<OfferScore> scores = new ArrayList<>(view.scores());
        Collections.shuffle(memberships, new Random(1));
        Collections.shuffle(scores, new Random(1));
        CustomerView shuffled = new CustomerView(
                "c",
                view.version(),
                view.asOf(),
                view.lastEventId(),
                view.lastEventTime(),
                memberships,
                scores,
                new HashMap<>(view.profile()),
                new HashMap<>(view.consent()),
                new HashMap<>(view.traits()));
        assertThat(PackedView.pack(shuffled)).isEqualTo(PackedView.pack(view));
    }

    @Test
    void saysWhoseAnIdIs() {
        CustomerView moved = CustomerView.ofPerson("anonymous:7", new Version(3, 11, 5, 2, 1), 99, "דנה");
        byte[] bytes = PackedView.pack(moved);
        PackedView view = view(bytes);
        assertThat(view.person()).isEqualTo(utf8("דנה"));
        assertThat(view.version()).isEqualTo(moved.version());
        assertThat(view.truth(0, 99)).isEqualTo(Truth.FALSE);
        assertThat(view.score(0)).isNaN();
        assertThat(view.consents(utf8("marketing"))).isFalse();
        assertThat(view.unpack("anonymous:7")).isEqualTo(moved);
        assertThat(view(PackedView.pack(STORED)).person()).isNull();
        assertThatThrownBy(() -> new PackedView(bytes, bytes.length - 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAnotherFormat() {
        byte[] bytes = PackedView.pack(STORED);
        bytes[0] = 9;
        assertThatThrownBy(() -> view(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in format 9, expected format 2");
    }

    @Test
    void refusesLessThanAWholeView() {
        byte[] bytes = PackedView.pack(STORED);
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> view(part)).as("%d bytes", length).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesASegmentThatComesTwice() {
        Membership membership = new Membership(5, 1, Truth.TRUE, 0, List.of(), Long.MAX_VALUE, null);
        assertThatThrownBy(() -> PackedView.pack(withMemberships(membership, membership)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("segment index 5 twice, expected once");
    }

    @Test
    void refusesAnIndexOutOfRange() {
        Membership membership = new Membership(1 << 20, 1, Truth.TRUE, 0, List.of(), Long.MAX_VALUE, null);
        assertThatThrownBy(() -> PackedView.pack(withMemberships(membership)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("segment index 1048576, expected 0 to 1048575");
    }

    private static CustomerView withMemberships(Membership... memberships) {
        return new CustomerView(
                "c",
                new Version(0, 1, 1, 0),
                0,
                null,
                Long.MIN_VALUE,
                List.of(memberships),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of());
    }

    private static Truth truth(CustomerView view, int segment, long now) {
        return membership(view, segment).map(m -> m.at(now)).orElse(Truth.FALSE);
    }

    private static long validUntil(CustomerView view, int segment) {
        return membership(view, segment).map(Membership::validUntil).orElse(Long.MAX_VALUE);
    }

    private static Optional<Membership> membership(CustomerView view, int segment) {
        return view.memberships().stream().filter(m -> m.segment() == segment).findFirst();
    }

    private static Float score(CustomerView view, int offer) {
        return view.scores().stream()
                .filter(s -> s.offer() == offer)
                .findFirst()
                .map(OfferScore::score)
                .orElse(Float.NaN);
    }

    private static PackedView view(byte[] bytes) {
        return new PackedView(bytes, bytes.length);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
