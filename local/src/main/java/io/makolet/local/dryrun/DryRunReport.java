package io.makolet.local.dryrun;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a dry-run came to.
 *
 * @param customers seen, of the sample
 * @param events applied to them
 * @param refused events that could not be applied
 * @param rejected rows that are no events
 * @param sample share of all customers that was looked at
 * @param instants what was asked for, in order of time
 * @param perDay comings and goings, by segment and day
 * @param against what is other than under the definitions that were compared with; null where there were none
 */
public record DryRunReport(
        long customers,
        long events,
        long refused,
        long rejected,
        double sample,
        double seconds,
        @JsonProperty("as_of") List<AtInstant> instants,
        @JsonProperty("per_day") List<OnDay> perDay,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Contrast> against) {

    /** Memberships at an instant. */
    public record AtInstant(@JsonProperty("as_of") String asOf, List<Size> segments, List<Overlap> overlaps) {}

    /**
     * A segment at an instant.
     *
     * @param size members, estimated for all customers if only a sample was looked at
     * @param interval lowest and highest number; holds the true number with 95 % probability
     * @param entries how often customers, of the sample, had entered it by then
     * @param exits how often they had left it by then
     * @param members some of them, in order of id
     */
    public record Size(
            String segment,
            long size,
            List<Long> interval,
            double share,
            long entries,
            long exits,
            List<String> members) {}

    /** Customers that two segments share, of the sample, and their share of the smaller one. */
    public record Overlap(String first, String second, long both, double share) {}

    /** Customers, of the sample, who entered and left a segment on a day (UTC). */
    public record OnDay(String segment, String day, long entries, long exits) {}
}
