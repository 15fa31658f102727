package io.makolet.domain.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SphereTest {

    private static final double RADIUS = 6_371_008.8;

    /** A degree of a great circle is 111,195.1 m; those of cities are computed by the haversine formula in another language. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 1, 111195.1",
        "0, 179.5, 0, -179.5, 111195.1",
        "90, 17, 89, 140, 111195.1",
        "-90, 0, 90, 0, 20015114.4",
        "0, 0, 0, 180, 20015114.4",
        "32.0853, 34.7818, 31.7683, 35.2137, 53887.4",
        "51.5074, -0.1278, 48.8566, 2.3522, 343556.5",
        "51.5074, -0.1278, 40.7128, -74.0060, 5570229.9",
    })
    void measuresOnGreatCircles(
            double latitude, double longitude, double toLatitude, double toLongitude, double metres) {
        assertThat(metres(Sphere.at(latitude, longitude), Sphere.at(toLatitude, toLongitude)))
                .isCloseTo(metres, within(0.1));
    }

    @Test
    void tellsMetresApartWherePlacesAreClose() {
        Sphere here = Sphere.at(32.0853, 34.7818);
        Sphere tenMetresNorth = Sphere.at(32.0853 + Math.toDegrees(10 / RADIUS), 34.7818);
        assertThat(metres(here, tenMetresNorth)).isCloseTo(10, within(1e-6));
        assertThat(here.haversine(tenMetresNorth)).isBetween(Sphere.haversine(9), Sphere.haversine(11));
        assertThat(here.haversine(here)).isZero();
    }

    @Test
    void haversineOfADistanceGrowsUpToTheOtherSideOfEarth() {
        double before = 0;
        for (int metres = 1; metres <= Condition.Near.MOST_METRES; metres += 99_999) {
            assertThat(Sphere.haversine(metres)).isGreaterThan(before);
            before = Sphere.haversine(metres);
        }
        assertThat(before).isLessThanOrEqualTo(1);
    }

    private static double metres(Sphere one, Sphere other) {
        return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(one.haversine(other))));
    }
}
