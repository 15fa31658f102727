package io.makolet.local.dryrun;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.makolet.local.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Who would enter and who would leave at an instant, if definitions took the place of others. */
public record Contrast(@JsonProperty("as_of") String asOf, List<Segment> segments) {

    private static final int SHOWN = 3;

    /**
     * A segment, with numbers of the sample of customers.
     *
     * @param change new, changed, retired or unchanged: what becomes of its own text
     * @param before members under the definitions that are compared with
     * @param after members under those that are tried
     * @param entering who belong only after
     * @param leaving who belong only before
     * @param cases the first ones of both, in order of id
     */
    public record Segment(
            String segment,
            Revision.Change change,
            long before,
            long after,
            long entering,
            long leaving,
            List<Case> cases) {}

    /**
     * A customer who enters or leaves, and why.
     *
     * @param because findings that are not the same before and after
     */
    public record Case(String customer, boolean enters, List<Reason> because) {}

    /** Explains cases. */
    interface Explaining {
        List<Reason> why(String customer, String segment, long instant);
    }

    /** Customers of whom {@link #of} will ask why. */
    static NavigableSet<String> asked(List<AsOf> instants, Revision revision, MemberBook before, MemberBook after) {
        NavigableSet<String> result = new TreeSet<>();
        for (int i = 0; i < instants.size(); i++) {
            for (String segment : revision.segments().keySet()) {
                NavigableSet<String> was = before.members(segment, i);
                NavigableSet<String> is = after.members(segment, i);
                result.addAll(shown(is, was));
                result.addAll(shown(was, is));
            }
        }
        return result;
    }

    static List<Contrast> of(
            List<AsOf> instants, Revision revision, MemberBook before, MemberBook after, Explaining explaining) {
        List<Contrast> result = new ArrayList<>();
        for (int i = 0; i < instants.size(); i++) {
            long at = instants.get(i).millis();
            List<Segment> segments = new ArrayList<>();
            for (Map.Entry<String, Revision.Change> each : revision.segments().entrySet()) {
                NavigableSet<String> was = before.members(each.getKey(), i);
                NavigableSet<String> is = after.members(each.getKey(), i);
                List<Case> cases = new ArrayList<>();
                for (String customer : shown(is, was)) {
                    cases.add(new Case(customer, true, explaining.why(customer, each.getKey(), at)));
                }
                for (String customer : shown(was, is)) {
                    cases.add(new Case(customer, false, explaining.why(customer, each.getKey(), at)));
                }
                segments.add(new Segment(
                        each.getKey(),
                        each.getValue(),
                        was.size(),
                        is.size(),
                        only(is, was).count(),
                        only(was, is).count(),
                        cases));
            }
            result.add(new Contrast(instants.get(i).text(), segments));
        }
        return result;
    }

    private static List<String> shown(NavigableSet<String> these, NavigableSet<String> others) {
        return only(these, others).limit(SHOWN).toList();
    }

    private static Stream<String> only(NavigableSet<String> these, NavigableSet<String> others) {
        return these.stream().filter(Predicate.not(others::contains));
    }
}
