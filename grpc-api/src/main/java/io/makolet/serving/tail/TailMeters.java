package io.makolet.serving.tail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** What the tail counts. Thread safe. */
public final class TailMeters {

    private final MeterRegistry registry;
    private final Counter applied;
    private final Counter passedOver;
    private final Counter deleted;
    private final Counter progress;
    private final Counter rebuilds;
    private final LongAdder poison = new LongAdder();
    private volatile AtomicLongArray lags = new AtomicLongArray(0);

    public TailMeters(MeterRegistry registry) {
        this.registry = registry;
        this.applied = Counter.builder("makolet.serving.views.applied")
                .description("Customer views taken in from the log")
                .register(registry);
        this.passedOver = Counter.builder("makolet.serving.views.passed.over")
                .description("Customer views passed over because a newer version was there")
                .register(registry);
        this.deleted = Counter.builder("makolet.serving.views.deleted")
                .description("Tombstones of customers taken in from the log")
                .register(registry);
        this.progress = Counter.builder("makolet.serving.progress")
                .description("Records of the writers' progress taken in from the log")
                .register(registry);
        this.rebuilds = Counter.builder("makolet.serving.store.rebuilds")
                .description("Times the store was thrown away and built again from the log")
                .register(registry);
    }

    /** Views taken in since start. */
    public long applied() {
        return (long) applied.count();
    }

    /** Views passed over since start because a newer version was there. */
    public long passedOver() {
        return (long) passedOver.count();
    }

    /** Records since start that could not be used. */
    public long poison() {
        return poison.sum();
    }

    /** Records of a partition of the views topic that were not read yet at the last look; -1 before the first. */
    public long lag(int partition) {
        AtomicLongArray current = lags;
        return partition < current.length() ? current.get(partition) : -1;
    }

    void count(ViewFold.Outcome outcome, int records) {
        switch (outcome) {
            case APPLIED -> applied.increment(records);
            case PASSED_OVER -> passedOver.increment(records);
            case DELETED -> deleted.increment(records);
            case PROGRESS -> progress.increment(records);
        }
    }

    void countRebuild() {
        rebuilds.increment();
    }

    void countPoison(String topic, String reason) {
        poison.increment();
        Counter.builder("makolet.serving.poison")
                .description("Records that could not be used")
                .tag("topic", topic)
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    /** Makes room for the lags of this many partitions. */
    void setPartitions(int partitions) {
        AtomicLongArray current = lags;
        if (current.length() == partitions) {
            return;
        }
        AtomicLongArray next = new AtomicLongArray(partitions);
        for (int i = 0; i < partitions; i++) {
            int partition = i;
            next.set(i, -1);
            Gauge.builder("makolet.serving.tail.lag", () -> lag(partition))
                    .description("Records of the views topic that were not read yet at the last look")
                    .baseUnit("records")
                    .tag("partition", Integer.toString(partition))
                    .register(registry);
        }
        lags = next;
    }

    void setLag(int partition, long lag) {
        lags.set(partition, lag);
    }
}
