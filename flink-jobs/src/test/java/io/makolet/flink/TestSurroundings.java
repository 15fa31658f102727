package io.makolet.flink;

import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Surroundings of a test: the schemas of this build, three partitions, and a clock that the test sets; who was erased is what the test adds. */
record TestSurroundings(AtomicLong clock, List<Entry> erasures) implements Surroundings {

    static final int PARTITIONS = 3;

    static TestSurroundings at(long wallTime) {
        return new TestSurroundings(new AtomicLong(wallTime), new ArrayList<>());
    }

    @Override
    public SchemaRegistry openRegistry() {
        return new BuiltInRegistry();
    }

    @Override
    public int partitionsOf(Topic topic) {
        return PARTITIONS;
    }

    /** Adds the record of an erasure that was asked for at an instant. */
    void erase(String customer, long at) {
        byte[] key = customer.getBytes(StandardCharsets.UTF_8);
        erasures.add(new Entry(erasures.size(), at, key, Samples.erasure(customer, at)));
    }

    @Override
    public void readAll(Topic topic, Consumer<Entry> sink) {
        if (topic != Topic.ERASURES) {
            throw new IllegalArgumentException(topic + " is read, expected the erasures");
        }
        erasures.forEach(sink);
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
