package io.makolet.domain.segment;

/**
 * A point of the unit sphere, and how far it is from others on a great circle.
 *
 * <p>Earth is taken for a sphere with the mean radius of its ellipsoid, 6,371,008.8 m (H. Moritz, "Geodetic Reference
 * System 1980", Journal of Geodesy 74 (2000), 128-133): distances are off by 0.6 % at most. They are compared by their
 * haversines, the squared halves of the chords (R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984),
 * 159), which stay exact where points are close. {@link StrictMath} makes every machine say the same.
 */
record Sphere(double x, double y, double z) {

    private static final double RADIUS_METRES = 6_371_008.8;

    /** The point at a latitude and longitude in degrees. */
    static Sphere at(double latitude, double longitude) {
        double phi = StrictMath.toRadians(latitude);
        double lambda = StrictMath.toRadians(longitude);
        double fromAxis = StrictMath.cos(phi);
        return new Sphere(fromAxis * StrictMath.cos(lambda), fromAxis * StrictMath.sin(lambda), StrictMath.sin(phi));
    }

    /** The haversine of the angle between two points; it grows with their distance. */
    double haversine(Sphere other) {
        double dx = x - other.x;
        double dy = y - other.y;
        double dz = z - other.z;
        return (dx * dx + dy * dy + dz * dz) / 4;
    }

    /** The haversine of the angle of a distance, at most half of the circumference. */
    static double haversine(int metres) {
        double half = StrictMath.sin(metres / RADIUS_METRES / 2);
        return half * half;
    }
}
