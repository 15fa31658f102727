package io.makolet.domain.customer;

import io.makolet.domain.segment.AffinitySeries;
import io.makolet.domain.segment.DistinctSeries;
import io.makolet.domain.segment.EventSeries;
import io.makolet.domain.segment.LifetimeSeries;
import io.makolet.domain.segment.Series;

/** The part of the persisted format that holds series; the kinds' numbers never change. */
final class SeriesCodec {

    /** Of the first version: events of a sliding window, all of them. */
    private static final int SLIDING = 0;

    /** Of the first version: a whole life with a sum of 64 bits. */
    private static final int LIFETIME = 1;

    private static final int LIFE = 2;
    private static final int LIFE_WITH_EXTREMES = 3;
    private static final int EVENTS = 4;
    private static final int VALUES = 5;
    private static final int AFFINITIES = 6;

    private SeriesCodec() {}

    static void write(Packer out, Series series) {
        if (series instanceof LifetimeSeries life) {
            out.raw(life.hasExtremes() ? LIFE_WITH_EXTREMES : LIFE);
        } else if (series instanceof AffinitySeries) {
            out.raw(AFFINITIES);
        } else {
            out.raw(series instanceof EventSeries ? EVENTS : VALUES);
        }
        series.store(out::signed);
    }

    static Series read(Unpacker in) {
        int kind = in.raw();
        return switch (kind) {
            case SLIDING -> sliding(in);
            case LIFETIME ->
                LifetimeSeries.of(in.unsigned(), in.signed(), in.fixed(), in.signed(), in.fixed(), in.signed());
            case LIFE, LIFE_WITH_EXTREMES -> LifetimeSeries.restore(in::signed, kind == LIFE_WITH_EXTREMES);
            case EVENTS -> EventSeries.restore(in::signed);
            case VALUES -> DistinctSeries.restore(in::signed);
            case AFFINITIES -> AffinitySeries.restore(in::signed);
            default -> throw new IllegalArgumentException("series of kind " + kind + ", expected 0 to " + AFFINITIES);
        };
    }

    private static Series sliding(Unpacker in) {
        long window = in.unsigned();
        EventSeries series = new EventSeries();
        long time = 0;
        for (int n = in.count(); n > 0; n--) {
            time += in.signed();
            series.add(time, in.signed(), window);
        }
        return series;
    }
}
