package io.makolet.flink;

import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Surroundings of a test: the schemas of this build, three partitions, and a clock that the test sets. */
record TestSurroundings(AtomicLong clock) implements Surroundings {

    static final int PARTITIONS = 3;

    static TestSurroundings at(long wallTime) {
        return new TestSurroundings(new AtomicLong(wallTime));
    }

    @Override
    public SchemaRegistry openRegistry() {
        return new BuiltInRegistry();
    }

    @Override
    public int partitionsOf(Topic topic) {
        return PARTITIONS;
    }

    @Override
    public ClockMode clockMode() {
        return ClockMode.WALL;
    }

    @Override
    public long wallTime() {
        return clock.get();
    }

    @Override
    public void pause(Duration time) {
        clock.addAndGet(time.toMillis());
    }
}
