package io.makolet.domain.customer;

/**
 * The persisted format of {@link CustomerState}: a version byte, then fields in fixed order. Every version that was ever
 * released stays readable.
 */
public final class CustomerStateCodec {

    private static final int FIRST_VERSION = 1;

    /** Kept of each segment of interest when it would change by time, and not of what it looks at. */
    private static final int SECOND_VERSION = 2;

    /** Ends with the last field; no parts. */
    private static final int THIRD_VERSION = 3;

    private static final int VERSION = 4;

    /** Part with what backfills have been applied. */
    private static final long PASTS = 1;

    /** Part with whose id it is. */
    private static final long PERSON = 1 << 1;

    /** Part with memberships that wait, stay or cool down. */
    private static final long STAYS = 1 << 2;

    /** Part with when the ids of a person changed last. */
    private static final long MERGED = 1 << 4;

    private static final long PARTS = PASTS | PERSON | STAYS | MERGED;

    private CustomerStateCodec() {}

    /** Packs a state. */
    public static byte[] encode(CustomerState state) {
        Packer out = new Packer();
        out.raw(VERSION);
        out.text(state.customerId);
        out.unsigned(state.era);
        out.unsigned(state.applied);
        out.unsigned(state.revision);
        out.fixed(state.clock);
        out.fixed(state.nextTimer);
        out.fixed(state.armedTimer);
        out.raw(state.lastEventId == null ? 0 : 1);
        if (state.lastEventId != null) {
            out.text(state.lastEventId);
        }
        out.fixed(state.lastEventTime);
        recent(out, state.recent);
        ProfileCodec.write(out, state.profile);
        out.unsigned(state.consent.size());
        state.consent.forEach((purpose, granted) -> {
            out.text(purpose);
            out.raw(granted ? 1 : 0);
        });
        state.series.store(out);
        state.traces.store(out);
        state.standings.store(out, state.clock);
        out.fixed(state.planId);
        state.watch.store(out);
        state.movements.store(out::signed, state.clock);
        decayed(out, state.activity);
        out.unsigned(state.affinities.size());
        state.affinities.forEach((category, affinity) -> {
            out.text(category);
            decayed(out, affinity);
        });
        parts(out, state);
        return out.toBytes();
    }

    /**
     * Unpacks a state.
     *
     * @throws IllegalArgumentException if the bytes are of an unknown version or damaged
     */
    public static CustomerState decode(byte[] bytes) {
        Unpacker in = new Unpacker(bytes);
        int version = in.raw();
        if (version < FIRST_VERSION || version > VERSION) {
            throw new IllegalArgumentException(
                    "customer state of version " + version + ", expected " + FIRST_VERSION + " to " + VERSION);
        }
        CustomerState state = new CustomerState(in.text());
        state.era = (int) in.unsigned();
        state.applied = in.unsigned();
        state.revision = in.unsigned();
        state.clock = in.fixed();
        state.nextTimer = in.fixed();
        state.armedTimer = in.fixed();
        state.lastEventId = in.raw() == 0 ? null : in.text();
        state.lastEventTime = in.fixed();
        recent(in, state.recent);
        ProfileCodec.read(in, state.profile);
        for (int n = in.count(); n > 0; n--) {
            state.consent.put(in.text(), in.raw() == 1);
        }
        if (version == FIRST_VERSION) {
            for (int n = in.count(); n > 0; n--) {
                state.series.put(in.fixed(), SeriesCodec.read(in));
            }
            state.standings.restoreFirstVersion(in);
        } else {
            state.series.restore(in);
            state.traces.restore(in);
            state.standings.restore(in, state.clock);
            plan(in, version, state);
        }
        state.activity = decayed(in);
        for (int n = in.count(); n > 0; n--) {
            state.affinities.put(in.text(), decayed(in));
        }
        if (version > THIRD_VERSION) {
            parts(in, state);
        }
        if (!in.atEnd()) {
            throw new IllegalArgumentException("customer state goes on behind its end");
        }
        return state;
    }

    /** What few customers have: a bit set for each part, then the parts in the order of their bits. */
    private static void parts(Packer out, CustomerState state) {
        String person = state.person();
        out.unsigned((state.pasts.isEmpty() ? 0 : PASTS)
                | (person == null ? 0 : PERSON)
                | (state.stays.isEmpty() ? 0 : STAYS)
                | (state.merged == 0 ? 0 : MERGED));
        if (!state.pasts.isEmpty()) {
            out.unsigned(state.pasts.size());
            state.pasts.forEach((number, past) -> {
                out.unsigned(number);
                past.store(out);
            });
        }
        if (person != null) {
            out.text(person);
        }
        if (!state.stays.isEmpty()) {
            state.stays.store(out, state.clock);
        }
        if (state.merged != 0) {
            out.unsigned(state.merged);
        }
    }

    private static void parts(Unpacker in, CustomerState state) {
        long parts = in.unsigned();
        if ((parts & ~PARTS) != 0) {
            throw new IllegalArgumentException(
                    "customer state with parts " + Long.toBinaryString(parts) + ", which a later version wrote");
        }
        if ((parts & PASTS) != 0) {
            for (int n = in.count(); n > 0; n--) {
                state.pasts.put((int) in.unsigned(), PastRead.restore(in));
            }
        }
        if ((parts & PERSON) != 0) {
            state.assign(in.text());
        }
        if ((parts & STAYS) != 0) {
            state.stays.restore(in, state.clock);
        }
        if ((parts & MERGED) != 0) {
            state.merged = in.unsigned();
        }
    }

    static void recent(Packer out, RecentEvents recent) {
        out.unsigned(recent.size());
        long previous = 0;
        for (int i = 0; i < recent.size(); i++) {
            out.fixed(recent.high(i));
            out.fixed(recent.low(i));
            out.signed(recent.stamp(i) - previous);
            previous = recent.stamp(i);
        }
    }

    static void recent(Unpacker in, RecentEvents recent) {
        long stamp = 0;
        for (int n = in.count(); n > 0; n--) {
            long high = in.fixed();
            long low = in.fixed();
            stamp += in.signed();
            recent.append(high, low, stamp);
        }
    }

    /** What is about one plan. Where it is of an older version, all is evaluated anew when something happens next. */
    private static void plan(Unpacker in, int version, CustomerState state) {
        long planId = in.fixed();
        if (version == SECOND_VERSION) {
            Watch.skipSecondVersion(in);
            return;
        }
        state.planId = planId;
        state.watch.restore(in);
        state.movements.restore(in::signed, state.clock);
    }

    private static void decayed(Packer out, Decayed decayed) {
        out.real(decayed.value());
        out.fixed(decayed.at());
    }

    private static Decayed decayed(Unpacker in) {
        return new Decayed(in.real(), in.fixed());
    }
}
