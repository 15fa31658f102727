package io.makolet.local.replay;

/** A wall clock that moves just when somebody waits for it. */
public final class SteppingClock implements WallClock {

    private long nanos;

    @Override
    public long nanos() {
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
