package io.makolet.flink;

import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import java.time.Duration;
import java.util.function.Consumer;

/** Nothing but the job itself: the schemas of this build, and a clock that stands still. */
record HistorySurroundings(long wallTime) implements Surroundings {

    @Override
    public SchemaRegistry openRegistry() {
        return new BuiltInRegistry();
    }

    @Override
    public int partitionsOf(Topic topic) {
        return 1;
    }

    @Override
    public void readAll(Topic topic, Consumer<Entry> sink) {
        // A history is of nobody who was forgotten since.
    }

    @Override
    public ClockMode clockMode() {
        return ClockMode.LOG;
    }

    @Override
    public void pause(Duration time) {
        throw new IllegalStateException("a wait of " + time + ", expected none: the schemas are built in");
    }
}
