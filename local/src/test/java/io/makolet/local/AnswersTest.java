package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Timestamp;
import io.makolet.v1.Choices;
import io.makolet.v1.Customer;
import io.makolet.v1.GetOffersResponse;
import io.makolet.v1.Offer;
import io.makolet.v1.Place;
import io.makolet.v1.ProfileValue;
import io.makolet.v1.Rating;
import io.makolet.v1.SegmentMembership;
import io.makolet.v1.Truth;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private static final Timestamp NOON =
            Timestamp.newBuilder().setSeconds(1_700_000_000).build();
    private static final String NOON_TEXT = "2023-11-14T22:13:20Z";

    @Test
    void showsAMembershipWithItsComingChange() {
        JsonNode segment = CustomerJson.of(Customer.newBuilder()
                        .setCustomerId("c1")
                        .setKnown(true)
                        .setAsOf(NOON)
                        .addSegments(SegmentMembership.newBuilder()
                                .setId("loyal")
                                .setValue(Truth.TRUE)
                                .setFlipAt(NOON)
                                .setValueAfter(Truth.FALSE))
                        .build())
                .path("segments")
                .path(0);
        assertThat(segment.path("id").asText()).isEqualTo("loyal");
        assertThat(segment.path("value").isBoolean()).isTrue();
        assertThat(segment.path("value").asBoolean()).isTrue();
        assertThat(segment.path("flip_at").asText()).isEqualTo(NOON_TEXT);
        assertThat(segment.path("value_after").asBoolean(true)).isFalse();
    }

    @Test
    void showsAnUnknownMembershipAsNullWithItsReason() {
        JsonNode segment = CustomerJson.of(Customer.newBuilder()
                        .addSegments(SegmentMembership.newBuilder()
                                .setId("loyal")
                                .setValue(Truth.UNKNOWN)
                                .setReason("no consent for marketing"))
                        .build())
                .path("segments")
                .path(0);
        assertThat(segment.path("value").isNull()).isTrue();
        assertThat(segment.path("flip_at").isNull()).isTrue();
        assertThat(segment.path("reason").asText()).isEqualTo("no consent for marketing");
    }

    @Test
    void hasTheShapeThatScriptsRelyOn() {
        JsonNode customer = CustomerJson.of(Customer.newBuilder()
                .setCustomerId("c1")
                .setAsOf(NOON)
                .putTraits("rate", 0.5)
                .putProfile("member", ProfileValue.newBuilder().setBoolean(true).build())
                .build());
        assertThat(customer.fieldNames()).toIterable().contains("customer", "as_of", "segments", "traits", "profile");
        assertThat(customer.path("customer").asText()).isEqualTo("c1");
        assertThat(customer.path("as_of").asText()).isEqualTo(NOON_TEXT);
        assertThat(customer.path("traits").path("rate").asDouble()).isEqualTo(0.5);
        assertThat(customer.path("profile").path("member").asBoolean()).isTrue();
    }

    @Test
    void showsEveryKindOfProfileValue() {
        assertThat(json(ProfileValue.newBuilder().setText("x"))).isEqualTo("\"x\"");
        assertThat(json(ProfileValue.newBuilder().setNumber(1.5))).isEqualTo("1.5");
        assertThat(json(ProfileValue.newBuilder().setDate("2020-02-29"))).isEqualTo("\"2020-02-29\"");
        assertThat(json(ProfileValue.newBuilder()
                        .setChoices(Choices.newBuilder().addValues("a").addValues("b"))))
                .isEqualTo("[\"a\",\"b\"]");
        assertThat(json(ProfileValue.newBuilder()
                        .setRating(Rating.newBuilder().setValue(4).setMax(5))))
                .isEqualTo("{\"value\":4,\"max\":5}");
        assertThat(json(ProfileValue.newBuilder()
                        .setPlace(Place.newBuilder()
                                .setLatitude(1)
                                .setLongitude(2)
                                .setLabel("here"))))
                .isEqualTo("{\"latitude\":1.0,\"longitude\":2.0,\"label\":\"here\"}");
        assertThat(json(ProfileValue.newBuilder())).isEqualTo("null");
    }

    @Test
    void showsOffersInTheirOrder() {
        JsonNode offers = OffersCommand.json(GetOffersResponse.newBuilder()
                .setCustomerId("c1")
                .setDecisionId("d1")
                .setAsOf(NOON)
                .addOffers(Offer.newBuilder().setId("best").setScore(2.5f).setTitle("הכי טוב"))
                .addOffers(Offer.newBuilder().setId("good").setScore(1.5f))
                .build());
        assertThat(offers.path("customer").asText()).isEqualTo("c1");
        assertThat(offers.path("decision_id").asText()).isEqualTo("d1");
        assertThat(offers.path("as_of").asText()).isEqualTo(NOON_TEXT);
        assertThat(offers.path("offers").path(0).path("id").asText()).isEqualTo("best");
        assertThat(offers.path("offers").path(0).path("score").asDouble()).isEqualTo(2.5);
        assertThat(offers.path("offers").path(0).path("title").asText()).isEqualTo("הכי טוב");
        assertThat(offers.path("offers").path(1).path("id").asText()).isEqualTo("good");
    }

    private static String json(ProfileValue.Builder value) {
        return CustomerJson.of(value.build()).toString();
    }
}
