package io.makolet.domain.segment;

import io.makolet.domain.profile.ProfileValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nearest of some sites is one of those told. */
record Nearest(int slot, Condition.Nearest condition, List<Candidate> candidates, double farthest) implements Node {

    /** A site, and whether it is one of those told. */
    record Candidate(Sphere at, boolean wanted) {}

    Nearest(int slot, Condition.Nearest condition) {
        this(
                slot,
                condition,
                condition.sites().stream()
                        .map(site -> new Candidate(
                                Sphere.at(site.latitude(), site.longitude()),
                                condition.in().contains(site.id())))
                        .toList(),
                Sphere.haversine(condition.metres()));
    }

    @Override
    public Future compute(Outlook outlook) {
        if (!(outlook.facts().profile().get(condition.place()) instanceof ProfileValue.Place place)) {
            return Future.UNKNOWN;
        }
        Sphere customer = Sphere.at(place.latitude(), place.longitude());
        double least = Double.MAX_VALUE;
        boolean wanted = false;
        for (Candidate candidate : candidates) {
            double distance = customer.haversine(candidate.at());
            if (distance < least) {
                least = distance;
                wanted = candidate.wanted();
            }
        }
        return Future.always(Truth.of(wanted && least <= farthest));
    }

    @Override
    public @Nullable String reason(Outlook outlook) {
        return Missing.reason(condition.place(), ProfileValue.Place.class, "place", outlook);
    }
}
