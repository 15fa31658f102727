package io.makolet.domain.customer;

import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.CustomerFacts;
import io.makolet.domain.segment.Movements;
import io.makolet.domain.segment.Series;
import io.makolet.domain.segment.StayState;
import io.makolet.domain.segment.Store;
import io.makolet.domain.segment.Trace;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one customer: one value, read and written at most once per event. {@link CustomerEngine} changes
 * it, {@link CustomerStateCodec} packs it.
 */
public final class CustomerState implements CustomerFacts {

    final String customerId;
    int era;

    /** Run of the job in which the ids of the person changed last; 0 for never. */
    long merged;

    long applied;
    long revision;

    /** Latest instant the customer was evaluated for, milliseconds UTC: no flip up to it is due. */
    long clock = Long.MIN_VALUE;

    /** Instant at which time alone may change something next. */
    long nextTimer = Long.MAX_VALUE;

    long armedTimer = Long.MAX_VALUE;

    @Nullable
    String lastEventId;

    long lastEventTime = Long.MIN_VALUE;
    final RecentEvents recent = new RecentEvents();
    final Map<String, ProfileValue> profile = new TreeMap<>();
    final Map<String, Boolean> consent = new TreeMap<>();
    final Cells<Series> series = new Cells<>(SeriesCodec::read, SeriesCodec::write);
    final Cells<Trace> traces = new Cells<>(in -> Trace.restore(in::signed), (out, trace) -> trace.store(out::signed));
    final Standings standings = new Standings();
    final Map<String, Decayed> affinities = new TreeMap<>();
    Decayed activity = Decayed.ZERO;

    /** Plan that {@link #watch} and {@link #movements} are about; 0 before the first evaluation. */
    long planId;

    final Watch watch = new Watch();
    final Movements movements = new Movements();
    final Stays stays = new Stays();

    /** Of each backfill that is under way, by its number. */
    final Map<Integer, PastRead> pasts = new TreeMap<>();

    /** Name of the person whose id it is; null for who has this one id only. */
    private @Nullable String person;

    /** The state of a customer of whom nothing is known. */
    public CustomerState(String customerId) {
        this(customerId, 0);
    }

    /**
     * The state of a customer of whom nothing is known.
     *
     * @param era of the customer's views; that of an {@link Erasure} for who was forgotten
     */
    public CustomerState(String customerId, int era) {
        this.customerId = customerId;
        this.era = era;
    }

    @Override
    public String customerId() {
        return customerId;
    }

    /** Era of the customer's views. */
    public int era() {
        return era;
    }

    /** Name of the person whose id it is and who is told instead of it; null for who never had another id. */
    public @Nullable String person() {
        return person;
    }

    /** The id is a person's from now on. */
    public void assign(String name) {
        person = name;
    }

    /** Events applied so far, without duplicates. */
    public long applied() {
        return applied;
    }

    /** Latest instant the customer was evaluated for, milliseconds UTC; {@link Long#MIN_VALUE} before the first event. */
    public long clock() {
        return clock;
    }

    /** Instant at which time alone may change something next, milliseconds UTC; {@link Long#MAX_VALUE} for never. */
    public long nextTimer() {
        return nextTimer;
    }

    /** The timer the shell has set, as it told; {@link Long#MAX_VALUE} for none. */
    public long armedTimer() {
        return armedTimer;
    }

    @Override
    public Store<Series> series() {
        return series;
    }

    @Override
    public Store<Trace> traces() {
        return traces;
    }

    @Override
    public Map<String, ProfileValue> profile() {
        return profile;
    }

    @Override
    public Map<String, Boolean> consent() {
        return consent;
    }

    @Override
    public StayState stay(int segment) {
        StayState kept = stays.get(segment);
        if (kept != null) {
            return kept;
        }
        int told = standings.find(segment);
        return told < 0 ? StayState.NOBODY : StayState.told(standings.value(told), standings.since(told));
    }

    @Override
    public void keepStay(int segment, StayState stay) {
        stays.put(segment, stay);
    }

    /** The shell tells which timer it has set, so that it need not set it again. */
    public void armTimer(long instant) {
        armedTimer = instant;
    }
}
