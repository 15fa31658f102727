package io.makolet.flink;

import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import java.io.Serializable;
import java.time.Duration;

/** What operators reach for outside of Flink. */
interface Surroundings extends Serializable {

    /** A registry of the caller's own, to be closed by it where it can be closed. */
    SchemaRegistry openRegistry();

    /** Number of partitions that a topic has now. */
    int partitionsOf(Topic topic);

    /** What "now" is for the job. */
    ClockMode clockMode();

    /** The wall clock, milliseconds UTC. */
    long wallTime();

    /** Returns after the time, or throws when the task is cancelled. */
    void pause(Duration time) throws InterruptedException;
}
