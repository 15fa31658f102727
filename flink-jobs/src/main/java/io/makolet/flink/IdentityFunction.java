package io.makolet.flink;

import io.makolet.schemas.PoisonException;
import io.makolet.schemas.PoisonException.Reason;
import io.makolet.schemas.Topic;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which customer a record is about. For now that is its key; other ids of the person that come with events are
 * remembered, so that a later version knows who is who from the first day on. Refuses records without a key.
 */
final class IdentityFunction extends KeyedProcessFunction<String, LogRecord, LogRecord> {

    /** When each id was first seen together with the key, event time. */
    private static final MapStateDescriptor<String, Long> LINKS =
            new MapStateDescriptor<>("links", Types.STRING, Types.LONG);

    private final Surroundings surroundings;

    private transient @Nullable Tools open;

    /** What an open function works with. */
    private record Tools(
            PatientRegistry registry,
            IdentityPeek peek,
            DeadLetters deadLetters,
            MapState<String, Long> links,
            Counter linked) {}

    IdentityFunction(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void open(OpenContext context) {
        MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("makolet");
        Counter waits = metrics.counter("registry_waits");
        PatientRegistry registry = new PatientRegistry(surroundings, waits::inc);
        open = new Tools(
                registry,
                new IdentityPeek(registry),
                new DeadLetters(registry, "identity", surroundings::wallTime, metrics),
                getRuntimeContext().getMapState(LINKS),
                metrics.counter("identities_linked"));
    }

    @Override
    public void processElement(LogRecord record, Context context, Collector<LogRecord> out) throws Exception {
        Tools tools = Objects.requireNonNull(open);
        if (record.key().isEmpty()) {
            PoisonException poison =
                    new PoisonException(Reason.MISSING_KEY, "no customer id, expected text in UTF-8 as the key", null);
            context.output(DeadLetters.OUTPUT, tools.deadLetters.about(record, poison));
            return;
        }
        if (record.topic() != Topic.COMMANDS) {
            for (String id : tools.peek.identities(record.value())) {
                remember(tools, id, record);
            }
        }
        out.collect(record);
    }

    @Override
    public void close() {
        if (open != null) {
            open.registry.close();
        }
    }

    private static void remember(Tools tools, String id, LogRecord record) throws Exception {
        if (!id.equals("customer:" + record.key()) && !tools.links.contains(id)) {
            tools.links.put(id, record.eventTime());
            tools.linked.inc();
        }
    }
}
