package io.makolet.serving.api;

import com.google.protobuf.Timestamp;

/** Instants as callers see them. */
public final class Timestamps {

    private Timestamps() {}

    /** From milliseconds UTC. */
    public static Timestamp of(long millis) {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(millis, 1_000L))
                .setNanos(Math.floorMod(millis, 1_000) * 1_000_000)
                .build();
    }
}
