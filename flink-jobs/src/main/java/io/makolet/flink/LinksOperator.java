package io.makolet.flink;

import io.makolet.avro.Command;
import io.makolet.domain.customer.Erasure;
import io.makolet.domain.identity.Ids;
import io.makolet.domain.identity.Link;
import io.makolet.domain.identity.LinkGraph;
import io.makolet.flink.LogRecord.Kind;
import io.makolet.schemas.ErasureMapping;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * The links' stage: knows all that was stated about ids, and says to each id whose it is when that changes. One task has all
 * of it, on the heap and, statement by statement, in Flink's state. When somebody is erased, so are their other ids.
 */
final class LinksOperator extends AbstractStreamOperator<LogRecord>
        implements OneInputStreamOperator<LogRecord, LogRecord> {

    /** Under which all statements are kept. */
    static final String KEY = "links";

    /** An id with more links is shared by several people, such as a kiosk, and joins nobody. */
    static final int MOST_LINKS = 20;

    /** More ids than these are no one person's. */
    static final int MOST_IDS = 100;

    static final OutputTag<TopicRecord> ERASURES = new OutputTag<>("erasures", PackedType.TOPIC_RECORD);
    static final OutputTag<TopicRecord> COMMANDS = new OutputTag<>("commands", PackedType.TOPIC_RECORD);

    private static final MapStateDescriptor<String, byte[]> STATEMENTS =
            new MapStateDescriptor<>("statements", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    private final Surroundings surroundings;

    private transient PatientRegistry registry;
    private transient RecordDecoder decoder;
    private transient RecordWriter<io.makolet.avro.Erasure> erasureWriter;
    private transient RecordWriter<Command> commandWriter;
    private transient Erasures erasures;
    private transient MapState<String, byte[]> statements;
    private transient LinkGraph graph;
    private transient Counter changes;
    private transient boolean cleared;

    @SuppressWarnings("NullAway.Init") // Flink makes the operator here and opens it elsewhere
    LinksOperator(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void open() throws Exception {
        super.open();
        MetricGroup metrics = getMetricGroup().addGroup("makolet");
        registry = new PatientRegistry(surroundings, metrics.counter("registry_waits")::inc);
        RecordReader reader = new RecordReader(registry);
        decoder = new RecordDecoder(reader);
        erasureWriter = RecordWriter.of(registry, Topic.ERASURES, io.makolet.avro.Erasure.class);
        commandWriter = RecordWriter.of(registry, Topic.COMMANDS, Command.class);
        erasures = Erasures.read(surroundings, reader, customer -> true);
        statements = getPartitionedState(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, STATEMENTS);
        graph = new LinkGraph(MOST_LINKS, MOST_IDS);
        setCurrentKey(KEY);
        for (byte[] statement : statements.values()) {
            graph.add(Statements.decode(statement));
        }
        changes = metrics.counter("ids_assigned");
        metrics.gauge("statements", (Gauge<Integer>) () -> graph.size());
    }

    @Override
    public void processElement(StreamRecord<LogRecord> element) throws Exception {
        clearErased();
        LogRecord record = element.getValue();
        if (record.kind() == Kind.STATED) {
            state(Statements.decode(Objects.requireNonNull(record.value())), record);
        } else {
            Erasure erasure = decoder.erasure(record);
            if (erasure != null) {
                erasures.add(erasure);
                erase(erasure);
            }
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        clearErased();
        super.processWatermark(mark);
    }

    @Override
    public void close() throws Exception {
        if (registry != null) {
            registry.close();
        }
        super.close();
    }

    private void state(Link link, LogRecord origin) throws Exception {
        if (erasures.cover(Ids.toKey(link.one()), origin) || erasures.cover(Ids.toKey(link.other()), origin)) {
            return;
        }
        SortedMap<String, String> assigned = new TreeMap<>(graph.add(link));
        // In another run, other statements may have come before: whoever they joined is told who they are now.
        for (String id : List.of(link.one(), link.other())) {
            String person = graph.person(id);
            graph.ids(id).forEach(each -> assigned.put(each, person));
        }
        assign(assigned, Kind.ASSIGNED);
        Link counts = graph.statement(link.one(), link.other());
        if (link.equals(counts)) {
            statements.put(pair(link), Statements.encode(link));
        }
    }

    /** Whoever was erased after the state was written that the task was restored from; nothing can be emitted while it opens. */
    private void clearErased() throws Exception {
        if (!cleared) {
            cleared = true;
            for (Erasure erasure : List.copyOf(erasures.all())) {
                erase(erasure);
            }
        }
    }

    /** Forgets what was stated about who is erased, and has their other ids erased. */
    private void erase(Erasure erasure) throws Exception {
        String id = Ids.ofKey(erasure.customerId());
        long through = erasure.through() + EventTimes.MAX_AHEAD_MILLIS;
        if (!graph.isKnown(id, through)) {
            return;
        }
        TreeSet<String> others = new TreeSet<>(graph.ids(id));
        others.remove(id);
        for (Link statement : graph.about(id)) {
            if (statement.time() <= through) {
                statements.remove(pair(statement));
            }
        }
        SortedMap<String, String> changed = new TreeMap<>(graph.forget(id, through));
        changed.remove(id);
        assign(changed, Kind.RELEASED);
        for (String other : others) {
            eraseToo(Ids.toKey(other), erasure);
        }
    }

    private void eraseToo(String key, Erasure erasure) {
        Erasure known = erasures.of(key);
        if (known != null && known.through() >= erasure.through()) {
            return;
        }
        io.makolet.avro.Erasure value = io.makolet.avro.Erasure.newBuilder()
                .setErasedAt(Instant.ofEpochMilli(erasure.through()))
                .setCustomerId(key)
                .setRequestId(erasure.through() + "/" + key)
                .setIssuer("identity")
                .setReason("another id of a person who was erased")
                .build();
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        emit(ERASURES, new TopicRecord(TopicRecord.BY_KEY, keyBytes, erasureWriter.write(value)));
        emit(
                COMMANDS,
                new TopicRecord(TopicRecord.BY_KEY, keyBytes, commandWriter.write(ErasureMapping.command(value))));
    }

    /** The id that gives the person the name has to come too, where it has not. */
    private void assign(SortedMap<String, String> persons, Kind kind) {
        TreeMap<String, String> assigned = new TreeMap<>(persons);
        persons.values().forEach(name -> assigned.put(name, name));
        for (Map.Entry<String, String> assignment : assigned.entrySet()) {
            changes.inc();
            byte[] person = Ids.toKey(assignment.getValue()).getBytes(StandardCharsets.UTF_8);
            output.collect(new StreamRecord<>(LogRecord.internal(kind, Ids.toKey(assignment.getKey()), person)));
        }
    }

    private void emit(OutputTag<TopicRecord> side, TopicRecord record) {
        output.collect(side, new StreamRecord<>(record));
    }

    private static String pair(Link link) {
        return link.one() + '\n' + link.other();
    }
}
