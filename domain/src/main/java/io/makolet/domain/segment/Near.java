package io.makolet.domain.segment;

import io.makolet.domain.profile.ProfileValue;
import org.jspecify.annotations.Nullable;

/** A place, no farther from another than told. */
record Near(int slot, Condition.Near condition, Sphere center, double farthest) implements Node {

    Near(int slot, Condition.Near condition) {
        this(
                slot,
                condition,
                Sphere.at(condition.center().latitude(), condition.center().longitude()),
                Sphere.haversine(condition.metres()));
    }

    @Override
    public Future compute(Outlook outlook) {
        if (!(outlook.facts().profile().get(condition.place()) instanceof ProfileValue.Place place)) {
            return Future.UNKNOWN;
        }
        double distance = center.haversine(Sphere.at(place.latitude(), place.longitude()));
        return Future.always(Truth.of(distance <= farthest));
    }

    @Override
    public @Nullable String reason(Outlook outlook) {
        return Missing.reason(condition.place(), ProfileValue.Place.class, "place", outlook);
    }
}
