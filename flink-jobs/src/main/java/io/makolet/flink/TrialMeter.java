package io.makolet.flink;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * Counts the events of a trial and says what grew by how much from one of them to another, in accumulators: processor time
 * of the whole process, time, and what else is asked for.
 */
final class TrialMeter {

    /** Accumulator of all events that came, also of those before and after. */
    static final String SEEN = "seen";

    private final RuntimeContext context;
    private final long from;
    private final long to;
    private final Map<String, LongSupplier> read = new LinkedHashMap<>();
    private final Map<String, Long> before = new LinkedHashMap<>();
    private final LongCounter seen = new LongCounter();

    /** A meter that begins when {@code from} events have been seen and ends when {@code to} have. */
    TrialMeter(RuntimeContext context, long from, long to) {
        this.context = context;
        this.from = from;
        this.to = to;
        context.addAccumulator(SEEN, seen);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        also(TrialCost.CPU_NANOS, system::getProcessCpuTime);
        also(TrialCost.WALL_NANOS, System::nanoTime);
    }

    /** Reads this too. */
    TrialMeter also(String name, LongSupplier value) {
        read.put(name, value);
        return this;
    }

    /** An event has been applied. */
    void event() {
        seen.add(1L);
        long n = seen.getLocalValuePrimitive();
        if (n == from) {
            read.forEach((name, value) -> before.put(name, value.getAsLong()));
        } else if (n == to) {
            read.forEach((name, value) ->
                    context.addAccumulator(name, new LongCounter(value.getAsLong() - before.getOrDefault(name, 0L))));
        }
    }
}
