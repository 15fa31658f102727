package io.makolet.flink;

import io.makolet.domain.customer.Erasure;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.PoisonException.Reason;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.Topic;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
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
 * remembered, so that a later version knows who is who from the first day on. Refuses records without a key, and drops
 * those that tell of somebody who was forgotten since.
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
            RecordDecoder commands,
            Erasures erasures,
            MapState<String, Long> links,
            Counter linked,
            Counter suppressed) {}

    IdentityFunction(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void open(OpenContext context) {
        MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("makolet");
        Counter waits = metrics.counter("registry_waits");
        PatientRegistry registry = new PatientRegistry(surroundings, waits::inc);
        RecordReader reader = new RecordReader(registry);
        open = new Tools(
                registry,
                new IdentityPeek(registry),
                new DeadLetters(registry, "identity", surroundings::wallTime, metrics),
                new RecordDecoder(reader),
                Erasures.read(
                        surroundings, reader, KeyShare.of(getRuntimeContext().getTaskInfo())),
                getRuntimeContext().getMapState(LINKS),
                metrics.counter("identities_linked"),
                metrics.counter("suppressed"));
    }

    /** Who was forgotten, as of when the function was opened. */
    Collection<Erasure> erased() {
        return Objects.requireNonNull(open).erasures().all();
    }

    /** Forgets what was seen of the current key before an erasure, also by a device whose clock is fast. */
    void forgetBefore(Erasure erasure) throws Exception {
        long latest = erasure.through() + EventTimes.MAX_AHEAD_MILLIS;
        MapState<String, Long> links = Objects.requireNonNull(open).links();
        Iterator<Map.Entry<String, Long>> each = links.iterator();
        while (each.hasNext()) {
            if (each.next().getValue() <= latest) {
                each.remove();
            }
        }
        if (links.isEmpty()) {
            links.clear();
        }
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
        if (tools.erasures.cover(record)) {
            tools.suppressed.inc();
            return;
        }
        if (record.topic() == Topic.COMMANDS) {
            Erasure erasure = tools.commands.erasure(record);
            if (erasure != null) {
                tools.erasures.add(erasure);
                tools.links.clear();
            }
        } else {
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
