package io.makolet.local.replay;

/** A wall clock that moves when somebody waits for it, and a fixed step whenever it is looked at. */
public final class SteppingClock implements WallClock {

    private final long step;
    private long nanos;

    /** @param step nanoseconds */
    public SteppingClock(long step) {
        this.step = step;
    }

    @Override
    public long nanos() {
        nanos += step;
        return nanos;
    }

    @Override
    public void waitUntil(long until) {
        nanos = Math.max(nanos, until);
    }

    @Override
    public long millis() {
        return nanos / 1_000_000;
    }
}
