package io.makolet.definitions;

import io.makolet.definitions.Quantities.Malformed;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.Site;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads where something is, and how far it may be. */
final class SiteReader {

    private static final Pattern DEGREES = Pattern.compile("-?[0-9]{1,3}(\\.[0-9]{1,15})?");
    private static final Pattern DISTANCE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?) ?(k?m)");

    private SiteReader() {}

    /** The place under the required keys {@code lat} and {@code lon}, or null if there are problems. */
    static @Nullable Site site(Keys keys, String id, Report report) {
        Double latitude = degrees(keys, "lat", 90, report);
        Double longitude = degrees(keys, "lon", 180, report);
        return latitude == null || longitude == null ? null : new Site(id, latitude, longitude);
    }

    private static @Nullable Double degrees(Keys keys, String key, int most, Report report) {
        YamlNode.Scalar text = keys.scalar(keys.required(key), key, "degrees such as 32.0775");
        return text == null ? null : report.parse(text, 0, text.value(), value -> degrees(value, most));
    }

    private static double degrees(String text, int most) throws Malformed {
        double degrees = DEGREES.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!(Math.abs(degrees) <= most)) {
            throw new Malformed(Wording.quote(text) + " is no number of degrees from -" + most + " to " + most
                    + ", such as 32.0775");
        }
        return degrees;
    }

    /** The distance under the required key {@code within} in metres, or null if there are problems. */
    static @Nullable Integer within(Keys keys, Report report) {
        return distance(keys, keys.required("within"), report);
    }

    /** The same where the key may be missing: any distance then. */
    static @Nullable Integer optionalWithin(Keys keys, Report report) {
        YamlNode node = keys.optional("within");
        return node == null ? Integer.valueOf(Condition.Near.MOST_METRES) : distance(keys, node, report);
    }

    private static @Nullable Integer distance(Keys keys, @Nullable YamlNode node, Report report) {
        YamlNode.Scalar text = keys.scalar(node, "within", "a distance such as 5km");
        return text == null ? null : report.parse(text, 0, text.value(), SiteReader::metres);
    }

    private static int metres(String text) throws Malformed {
        Matcher matcher = DISTANCE.matcher(text);
        if (!matcher.matches()) {
            throw new Malformed(Wording.quote(text) + " is no distance, expected one such as 5km or 500m");
        }
        BigDecimal metres =
                new BigDecimal(matcher.group(1)).movePointRight(matcher.group(2).equals("km") ? 3 : 0);
        boolean whole = metres.stripTrailingZeros().scale() <= 0;
        if (!whole || metres.signum() == 0 || metres.compareTo(BigDecimal.valueOf(Condition.Near.MOST_METRES)) > 0) {
            throw new Malformed(Wording.quote(text) + " is out of range, expected whole metres from 1m to "
                    + Condition.Near.MOST_METRES / 1_000 + "km");
        }
        return metres.intValueExact();
    }
}
