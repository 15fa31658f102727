package io.makolet.local.dryrun;

import io.makolet.local.InvalidInput;
import io.makolet.local.replay.mapping.TimeFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An instant at which memberships are asked for.
 *
 * @param text as it was asked for
 * @param millis milliseconds UTC
 */
record AsOf(String text, long millis) {

    /** The instants of an option, in order of time. */
    static List<AsOf> parse(List<String> texts) {
        List<AsOf> result = new ArrayList<>();
        for (String text : texts) {
            try {
                result.add(new AsOf(text, TimeFormat.iso().parse(text)));
            } catch (IllegalArgumentException e) {
                throw new InvalidInput("--as-of " + text + ", expected a time such as 2011-06-30T00:00:00Z");
            }
        }
        result.sort(Comparator.comparingLong(AsOf::millis));
        return result;
    }
}
