package io.makolet.serving.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.customer.CustomerView.Version;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Membership.Flip;
import io.makolet.domain.segment.Truth;
import io.makolet.serving.catalog.Catalog;
import io.makolet.serving.catalog.Definitions;
import io.makolet.v1.Customer;
import io.makolet.v1.SegmentMembership;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomerAnswerTest {

    private static final Catalog CATALOG = Catalog.of(List.of(
            Definitions.segment("active", 0, null),
            Definitions.segment("never-in", 1, null),
            Definitions.segment("reachable", 2, "marketing")));

    @Test
    void tellsTheCurrentValueSinceWhenAndTheNextChange() {
        assertThat(active(99))
                .isEqualTo(membership("active", io.makolet.v1.Truth.TRUE)
                        .setVersion(4)
                        .setSince(Timestamps.of(10))
                        .setFlipAt(Timestamps.of(100))
                        .setValueAfter(io.makolet.v1.Truth.FALSE)
                        .build());
        assertThat(active(100))
                .isEqualTo(membership("active", io.makolet.v1.Truth.FALSE)
                        .setVersion(4)
                        .setSince(Timestamps.of(100))
                        .setFlipAt(Timestamps.of(200))
                        .setValueAfter(io.makolet.v1.Truth.TRUE)
                        .build());
        assertThat(active(200))
                .isEqualTo(membership("active", io.makolet.v1.Truth.TRUE)
                        .setVersion(4)
                        .setSince(Timestamps.of(200))
                        .build());
    }

    @Test
    void isStaleOnceALeaseHasRunOut() {
        assertThat(answer(999).getStale()).isFalse();
        assertThat(answer(1_000).getStale()).isTrue();
    }

    @Test
    void showsLiveSegmentsOnlyAndMissingOnesAsFalse() {
        assertThat(answer(50).getSegmentsList())
                .extracting(SegmentMembership::getId)
                .containsExactly("active", "never-in", "reachable");
        assertThat(answer(50).getSegments(1))
                .isEqualTo(membership("never-in", io.makolet.v1.Truth.FALSE)
                        .setVersion(1)
                        .build());
    }

    @Test
    void saysThatASegmentIsWarmingUntilEverybodyHasBeenEvaluated() {
        Catalog newer = Catalog.of(
                List.of(Definitions.segment("never-in", 1, null)), Map.of("segment/never-in", 42L), List.of());
        assertThat(answer(newer, new ReadTime(50, false, 41)).getSegments(0))
                .isEqualTo(membership("never-in", io.makolet.v1.Truth.UNKNOWN)
                        .setVersion(1)
                        .setReason("warming")
                        .build());
        assertThat(answer(newer, new ReadTime(50, false, 42)).getSegments(0).getValue())
                .isEqualTo(io.makolet.v1.Truth.FALSE);
    }

    @Test
    void failsClosedWithoutConsent() {
        assertThat(answer(50).getSegments(2))
                .isEqualTo(membership("reachable", io.makolet.v1.Truth.UNKNOWN)
                        .setVersion(1)
                        .setReason("no consent for marketing")
                        .build());
    }

    @Test
    void showsProfileTraitsAndConsent() {
        Customer answer = answer(50);
        assertThat(answer.getKnown()).isTrue();
        assertThat(answer.getVersion().getApplied()).isEqualTo(12);
        assertThat(answer.getLastEventTime()).isEqualTo(Timestamps.of(-1));
        assertThat(answer.getTraitsMap()).containsExactly(Map.entry("purchases", 12.0));
        assertThat(answer.getConsentMap()).containsExactly(Map.entry("analytics", true));
        assertThat(answer.getProfileOrThrow("birthday").getDate()).isEqualTo("1980-02-29");
        assertThat(answer.getProfileOrThrow("topics").getChoices().getValuesList())
                .containsExactly("garden");
        assertThat(answer.getProfileOrThrow("home").getPlace().getLabel()).isEqualTo("Haifa");
        assertThat(answer.getProfileOrThrow("service").getRating().getMax()).isEqualTo(5);
    }

    @Test
    void isEmptyForSomebodyUnknown() {
        Customer answer = CustomerAnswer.unknown("who", new ReadTime(5, false));
        assertThat(answer)
                .isEqualTo(Customer.newBuilder()
                        .setCustomerId("who")
                        .setAsOf(Timestamps.of(5))
                        .build());
    }

    private static SegmentMembership active(long now) {
        return answer(now).getSegments(0);
    }

    private static SegmentMembership.Builder membership(String id, io.makolet.v1.Truth value) {
        return SegmentMembership.newBuilder().setId(id).setValue(value);
    }

    private static Customer answer(long now) {
        return answer(CATALOG, new ReadTime(now, false));
    }

    private static Customer answer(Catalog catalog, ReadTime time) {
        CustomerView view = new CustomerView(
                "dana",
                new Version(0, 12, 1, 0),
                20,
                "order-1",
                -1,
                List.of(
                        new Membership(
                                0,
                                4,
                                Truth.TRUE,
                                10,
                                List.of(new Flip(100, Truth.FALSE), new Flip(200, Truth.TRUE)),
                                1_000,
                                null),
                        new Membership(2, 1, Truth.TRUE, 10, List.of(), Long.MAX_VALUE, null),
                        new Membership(9, 1, Truth.TRUE, 10, List.of(), Long.MAX_VALUE, null)),
                List.of(),
                Map.of(
                        "birthday", new ProfileValue.Date(LocalDate.of(1980, 2, 29)),
                        "topics", new ProfileValue.MultiChoice(List.of("garden")),
                        "home", new ProfileValue.Place(32.8, 35, "Haifa"),
                        "service", new ProfileValue.Rating(4, 5)),
                Map.of("analytics", true),
                Map.of("purchases", 12.0));
        return CustomerAnswer.of(view, catalog, time);
    }
}
