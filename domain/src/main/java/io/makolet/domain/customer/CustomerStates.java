package io.makolet.domain.customer;

import io.makolet.domain.segment.SegmentPlan;
import io.makolet.domain.segment.Union;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Makes the state of a person who has several ids out of those that are kept for each of the ids, which stay as they are.
 *
 * <p>It is the state that one id would have, had all events come under it: a union of fewer ids takes a merge back. These
 * differ:
 *
 * <ul>
 *   <li>of a profile field, the value counts that is known under the id that had an event last;
 *   <li>consent that is refused under one id is refused;
 *   <li>an event that came under two ids counts twice;
 *   <li>a stay begins anew, from what was told of the membership;
 *   <li>a sequence is missed whose steps came under different ids, of which one has had more than 256 events of it since.
 * </ul>
 */
public final class CustomerStates {

    private static final Comparator<CustomerState> BY_LAST_EVENT = Comparator.comparingLong(
                    (CustomerState state) -> state.lastEventTime)
            .thenComparing(state -> state.customerId);

    private CustomerStates() {}

    /**
     * The state of a person. {@link CustomerEngine#onMerge} has to evaluate it before anything else happens to it.
     *
     * @param told the person as told last: id, era, timer and what was told of memberships are theirs, and their views go
     *     on. For a person who is new, the state of the id whose name they have
     * @param sources the states of all ids of the person, none of which is {@code told} unless the person is new
     */
    public static CustomerState union(SegmentPlan plan, CustomerState told, Collection<CustomerState> sources) {
        CustomerState person = new CustomerState(told.customerId, told.era);
        person.merged = told.merged;
        person.revision = told.revision;
        person.clock = told.clock;
        person.armedTimer = told.armedTimer;
        person.standings.putAll(told.standings);
        List<RecentEvents> recent = new ArrayList<>();
        long applied = 0;
        for (CustomerState source : sources) {
            applied += source.applied;
            person.clock = Math.max(person.clock, source.clock);
            recent.add(source.recent);
        }
        // A person who lost an id has fewer events than were told, and views never count backwards.
        person.applied = Math.max(told.applied, applied);
        person.recent.addAll(recent);
        Union union = new Union(plan);
        sources.stream().sorted(BY_LAST_EVENT).forEach(source -> {
            union.add(source, person, person.clock);
            addPerson(source, person);
        });
        return person;
    }

    private static void addPerson(CustomerState source, CustomerState person) {
        person.profile.putAll(source.profile);
        source.consent.forEach((purpose, granted) -> person.consent.merge(purpose, granted, Boolean::logicalAnd));
        person.activity = person.activity.plus(source.activity, Interests.HALF_LIFE);
        source.affinities.forEach((category, affinity) ->
                person.affinities.merge(category, affinity, (sum, more) -> sum.plus(more, Interests.HALF_LIFE)));
        if (source.lastEventId != null) {
            person.lastEventId = source.lastEventId;
            person.lastEventTime = source.lastEventTime;
        }
    }
}
