package io.makolet.flink;

import io.makolet.domain.customer.Erasure;
import io.makolet.domain.identity.Ids;
import io.makolet.domain.identity.Link;
import io.makolet.flink.LogRecord.Kind;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.PoisonException.Reason;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
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
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Says which ids are seen together: the record's key, and others that come with an event. Each is said once, so that an id
 * that somebody stated to be another person's is not joined again by the next event. Refuses records without a key, and
 * drops those that tell of somebody who was forgotten since.
 */
final class IdentityFunction extends KeyedProcessFunction<String, LogRecord, LogRecord> {

    /** The side output to the links' stage: statements about ids, and erasures. */
    static final OutputTag<LogRecord> STATEMENTS = new OutputTag<>("statements", PackedType.LOG_RECORD);

    /** When each id was first seen together with the key, event time; of what is said. */
    private static final MapStateDescriptor<String, Long> SAID =
            new MapStateDescriptor<>("said", Types.STRING, Types.LONG);

    /** The same, as an earlier version kept it, which said nothing. */
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
            MapState<String, Long> said,
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
                getRuntimeContext().getMapState(SAID),
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
        forgetBefore(erasure, Objects.requireNonNull(open).said());
        forgetBefore(erasure, Objects.requireNonNull(open).links());
    }

    private static void forgetBefore(Erasure erasure, MapState<String, Long> links) throws Exception {
        long latest = erasure.through() + EventTimes.MAX_AHEAD_MILLIS;
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
        if (!Ids.isKey(record.key())) {
            PoisonException poison = record.key().isEmpty()
                    ? new PoisonException(Reason.MISSING_KEY, "no customer id, expected text in UTF-8 as the key", null)
                    : new PoisonException(
                            Reason.INVALID_VALUE,
                            "a key of " + record.key().length() + " characters, expected 1 to " + Ids.MOST_BYTES
                                    + " bytes and no zero in front",
                            null);
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
                tools.said.clear();
                tools.links.clear();
                context.output(STATEMENTS, record);
            } else {
                Link link = tools.commands.link(record);
                if (link != null) {
                    context.output(STATEMENTS, Statements.record(link, record));
                }
            }
        } else {
            for (String id : tools.peek.identities(record.value())) {
                say(tools, id, record, context);
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

    private static void say(Tools tools, String id, LogRecord record, Context context) throws Exception {
        String own = Ids.ofKey(record.key());
        if (id.equals(own) || tools.said.contains(id)) {
            return;
        }
        tools.said.put(id, record.eventTime());
        tools.linked.inc();
        Link link = Link.seen(
                own,
                id,
                record.eventTime(),
                record.topic().topicName() + "/" + record.partition() + "/" + record.offset());
        context.output(STATEMENTS, Statements.record(link, record));
    }

    /** What an earlier version has seen of the current key and did not say; it is said now. */
    List<LogRecord> unsaid(String key) throws Exception {
        Tools tools = Objects.requireNonNull(open);
        List<LogRecord> records = new ArrayList<>();
        for (Map.Entry<String, Long> seen : tools.links.entries()) {
            Link link = Link.seen(Ids.ofKey(key), seen.getKey(), seen.getValue(), "");
            long time = seen.getValue();
            LogRecord origin = new LogRecord(Kind.TIMED, Topic.CLICKSTREAM, -1, -1, time, time, key, null);
            records.add(Statements.record(link, origin));
            tools.said.put(seen.getKey(), time);
        }
        tools.links.clear();
        return records;
    }
}
