package io.makolet.serving.api;

import io.makolet.domain.profile.ProfileValue;
import io.makolet.v1.Choices;
import io.makolet.v1.Place;
import io.makolet.v1.Rating;

/** A profile value as callers see it. */
public final class ProfileAnswer {

    private ProfileAnswer() {}

    public static io.makolet.v1.ProfileValue of(ProfileValue value) {
        io.makolet.v1.ProfileValue.Builder answer = io.makolet.v1.ProfileValue.newBuilder();
        if (value instanceof ProfileValue.Bool v) {
            answer.setBoolean(v.value());
        } else if (value instanceof ProfileValue.Choice v) {
            answer.setText(v.value());
        } else if (value instanceof ProfileValue.MultiChoice v) {
            answer.setChoices(Choices.newBuilder().addAllValues(v.values()));
        } else if (value instanceof ProfileValue.Text v) {
            answer.setText(v.value());
        } else if (value instanceof ProfileValue.Numeric v) {
            answer.setNumber(v.value());
        } else if (value instanceof ProfileValue.Date v) {
            answer.setDate(v.value().toString());
        } else if (value instanceof ProfileValue.Rating v) {
            answer.setRating(Rating.newBuilder().setValue(v.value()).setMax(v.max()));
        } else if (value instanceof ProfileValue.Place v) {
            answer.setPlace(place(v));
        } else {
            throw new IllegalArgumentException("profile value of " + value.getClass() + ", expected one we know");
        }
        return answer.build();
    }

    private static Place place(ProfileValue.Place place) {
        Place.Builder answer = Place.newBuilder().setLatitude(place.latitude()).setLongitude(place.longitude());
        String label = place.label();
        return label == null ? answer.build() : answer.setLabel(label).build();
    }
}
