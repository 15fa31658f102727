package io.makolet.domain.profile;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value of a profile field. */
public sealed interface ProfileValue {

    /** Yes or no. */
    record Bool(boolean value) implements ProfileValue {}

    /** One of a list of allowed values. */
    record Choice(String value) implements ProfileValue {}

    /** Some of a list of allowed values. */
    record MultiChoice(List<String> values) implements ProfileValue {
        public MultiChoice {
            values = List.copyOf(values);
        }
    }

    /** Free text in any language. */
    record Text(String value) implements ProfileValue {}

    /** A number. */
    record Numeric(double value) implements ProfileValue {}

    /** A calendar day, in the customer's own calendar day. */
    record Date(LocalDate value) implements ProfileValue {}

    /** An answer from 1 to max. */
    record Rating(int value, int max) implements ProfileValue {
        public Rating {
            if (max < 1 || value < 1 || value > max) {
                throw new IllegalArgumentException("rating " + value + " of " + max + ", expected 1 to its maximum");
            }
        }
    }

    /** A place on Earth, WGS 84 degrees; the label is for people. */
    record Place(
            double latitude, double longitude, @Nullable String label) implements ProfileValue {
        public Place {
            if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
                throw new IllegalArgumentException("place " + latitude + ", " + longitude
                        + ", expected a latitude of -90 to 90 and a longitude of -180 to 180");
            }
        }
    }
}
