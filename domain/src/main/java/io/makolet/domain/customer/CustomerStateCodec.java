package io.makolet.domain.customer;

import io.makolet.domain.customer.CustomerState.Standing;
import io.makolet.domain.segment.LifetimeSeries;
import io.makolet.domain.segment.Series;
import io.makolet.domain.segment.SlidingSeries;
import io.makolet.domain.segment.Truth;
import java.util.Map;

/**
 * The persisted format of {@link CustomerState}: a version byte, then fields in fixed order. Every version that was ever
 * released stays readable.
 */
public final class CustomerStateCodec {

    private static final int VERSION = 1;
    private static final int SLIDING = 0;
    private static final int LIFETIME = 1;

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
        out.unsigned(state.series.size());
        state.series.forEach((id, series) -> {
            out.fixed(id);
            series(out, series);
        });
        out.unsigned(state.standings.size());
        state.standings.forEach((segment, standing) -> {
            out.unsigned(segment);
            out.raw(standing.value().code());
            out.fixed(standing.since());
            out.unsigned(standing.sequence());
            out.unsigned(standing.definitionVersion());
        });
        decayed(out, state.activity);
        out.unsigned(state.affinities.size());
        state.affinities.forEach((category, affinity) -> {
            out.text(category);
            decayed(out, affinity);
        });
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
        if (version != VERSION) {
            throw new IllegalArgumentException("customer state of version " + version + ", expected " + VERSION);
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
        for (int n = in.count(); n > 0; n--) {
            state.series.put(in.fixed(), series(in));
        }
        for (int n = in.count(); n > 0; n--) {
            standing(in, state.standings);
        }
        state.activity = decayed(in);
        for (int n = in.count(); n > 0; n--) {
            state.affinities.put(in.text(), decayed(in));
        }
        if (!in.atEnd()) {
            throw new IllegalArgumentException("customer state goes on behind its end");
        }
        return state;
    }

    private static void recent(Packer out, RecentEvents recent) {
        out.unsigned(recent.size());
        long previous = 0;
        for (int i = 0; i < recent.size(); i++) {
            out.fixed(recent.high(i));
            out.fixed(recent.low(i));
            out.signed(recent.stamp(i) - previous);
            previous = recent.stamp(i);
        }
    }

    private static void recent(Unpacker in, RecentEvents recent) {
        long stamp = 0;
        for (int n = in.count(); n > 0; n--) {
            long high = in.fixed();
            long low = in.fixed();
            stamp += in.signed();
            recent.append(high, low, stamp);
        }
    }

    private static void series(Packer out, Series series) {
        if (series instanceof SlidingSeries sliding) {
            out.raw(SLIDING);
            out.unsigned(sliding.window());
            out.unsigned(sliding.size());
            long previous = 0;
            for (int i = 0; i < sliding.size(); i++) {
                out.signed(sliding.time(i) - previous);
                out.signed(sliding.value(i));
                previous = sliding.time(i);
            }
        } else {
            out.raw(LIFETIME);
            long now = Long.MAX_VALUE;
            out.unsigned(series.count(now));
            out.signed(series.sum(now));
            out.fixed(series.firstTime(now));
            out.signed(series.firstValue(now));
            out.fixed(series.lastTime(now));
            out.signed(series.lastValue(now));
        }
    }

    private static Series series(Unpacker in) {
        int kind = in.raw();
        if (kind == LIFETIME) {
            return new LifetimeSeries(in.unsigned(), in.signed(), in.fixed(), in.signed(), in.fixed(), in.signed());
        }
        if (kind != SLIDING) {
            throw new IllegalArgumentException("series of kind " + kind + ", expected 0 or 1");
        }
        long window = in.unsigned();
        int size = in.count();
        SlidingSeries series = SlidingSeries.withCapacity(window, size);
        long time = 0;
        for (int i = 0; i < size; i++) {
            time += in.signed();
            series.add(time, in.signed());
        }
        return series;
    }

    private static void standing(Unpacker in, Map<Integer, Standing> standings) {
        int segment = (int) in.unsigned();
        standings.put(segment, new Standing(Truth.of(in.raw()), in.fixed(), in.unsigned(), (int) in.unsigned()));
    }

    private static void decayed(Packer out, Decayed decayed) {
        out.real(decayed.value());
        out.fixed(decayed.at());
    }

    private static Decayed decayed(Unpacker in) {
        return new Decayed(in.real(), in.fixed());
    }
}
