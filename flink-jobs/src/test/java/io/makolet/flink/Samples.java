package io.makolet.flink;

import io.makolet.avro.Command;
import io.makolet.avro.Erasure;
import io.makolet.avro.EventHeader;
import io.makolet.avro.Heartbeat;
import io.makolet.avro.Identity;
import io.makolet.avro.Money;
import io.makolet.avro.Purchase;
import io.makolet.domain.definition.Backfill;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.domain.definition.Definition.Status;
import io.makolet.domain.segment.Comparison;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.Condition.AggregateSpec;
import io.makolet.domain.segment.Condition.EventMatch;
import io.makolet.domain.segment.Condition.Measure;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.Window;
import io.makolet.schemas.BackfillMapping;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.DefinitionMapping;
import io.makolet.schemas.ErasureMapping;
import io.makolet.schemas.LinkMapping;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Records that tests send. */
final class Samples {

    private static final BuiltInRegistry REGISTRY = new BuiltInRegistry();
    private static final RecordWriter<Purchase> PURCHASES = RecordWriter.of(REGISTRY, Topic.PURCHASES, Purchase.class);
    private static final RecordWriter<Heartbeat> HEARTBEATS = RecordWriter.ofHeartbeats(REGISTRY);
    private static final RecordWriter<Erasure> ERASURES = RecordWriter.of(REGISTRY, Topic.ERASURES, Erasure.class);
    private static final RecordWriter<Command> COMMANDS = RecordWriter.of(REGISTRY, Topic.COMMANDS, Command.class);
    private static final RecordWriter<io.makolet.avro.Definition> DEFINITIONS =
            RecordWriter.of(REGISTRY, Topic.DEFINITIONS, io.makolet.avro.Definition.class);
    private static final RecordWriter<io.makolet.avro.Backfill> BACKFILLS = RecordWriter.ofBackfills(REGISTRY);

    private Samples() {}

    /** An order of one pound. */
    static synchronized byte[] purchase(String eventId, long time, Identity... identities) {
        return PURCHASES.write(Purchase.newBuilder()
                .setHeader(EventHeader.newBuilder()
                        .setEventTime(Instant.ofEpochMilli(time))
                        .setEventId(eventId)
                        .setIdentities(List.of(identities))
                        .build())
                .setType("purchase")
                .setOrderId(eventId)
                .setAmount(new Money(1_000_000L, "GBP"))
                .build());
    }

    static synchronized byte[] heartbeat(long time) {
        return heartbeat(time, false);
    }

    static synchronized byte[] heartbeat(long time, boolean more) {
        return HEARTBEATS.write(Heartbeat.newBuilder()
                .setEventTime(Instant.ofEpochMilli(time))
                .setMore(more)
                .build());
    }

    static synchronized byte[] command(String type) {
        return COMMANDS.write(Command.newBuilder()
                .setIssuedAt(Instant.EPOCH)
                .setCommandId("c")
                .setType(type)
                .build());
    }

    /** Somebody states that an id is one person's with that of the key, or is not. */
    static synchronized byte[] link(String other, boolean linked, long at) {
        return COMMANDS.write(LinkMapping.command(other, linked, Instant.ofEpochMilli(at), "c", "test"));
    }

    /** Somebody asks about a segment. */
    static synchronized byte[] explain(String requestId, String segment, long issuedAt) {
        return COMMANDS.write(Command.newBuilder()
                .setIssuedAt(Instant.ofEpochMilli(issuedAt))
                .setCommandId(requestId)
                .setType("explain")
                .setArguments(Map.of("request_id", requestId, "segment", segment))
                .build());
    }

    /** The record of an erasure that was asked for at an instant. */
    static synchronized byte[] erasure(String customer, long at) {
        return ERASURES.write(erased(customer, at));
    }

    /** The command that tells of it. */
    static synchronized byte[] forget(String customer, long at) {
        return COMMANDS.write(ErasureMapping.command(erased(customer, at)));
    }

    private static Erasure erased(String customer, long at) {
        return Erasure.newBuilder()
                .setErasedAt(Instant.ofEpochMilli(at))
                .setCustomerId(customer)
                .setRequestId("e-" + at)
                .build();
    }

    static synchronized byte[] definition(Definition definition) {
        return DEFINITIONS.write(DefinitionMapping.toAvro(definition));
    }

    static synchronized byte[] backfill(Backfill backfill) {
        return BACKFILLS.write(io.makolet.avro.Backfill.newBuilder()
                .setNumber(backfill.number())
                .setStatus(backfill.status().name().toLowerCase(Locale.ROOT))
                .setIds(List.copyOf(backfill.ids()))
                .setEventTypes(List.of("purchase"))
                .setPublishedAt(Instant.EPOCH)
                .build());
    }

    /** A backfill brings a record of the log once more. */
    static synchronized byte[] brought(BackfillMapping.Brought record) {
        return COMMANDS.write(BackfillMapping.command(record, Instant.EPOCH));
    }

    /** Whoever bought at least so often in a sliding window. */
    static Definition frequent(String id, int index, int purchases, Duration window) {
        AggregateSpec spec = new AggregateSpec(
                new EventMatch(List.of("purchase"), null, null), null, new Window.Sliding(window.toMillis()), null);
        Comparison atLeast = new Comparison(Comparison.Op.GE, purchases * 1_000_000L);
        return segment(id, index, new Condition.Aggregate(new Measure(spec, Condition.Function.COUNT), atLeast));
    }

    /** Whoever belongs to another segment. */
    static Definition memberOf(String id, int index, String other) {
        return segment(id, index, new Condition.In(other));
    }

    static Definition segment(String id, int index, Condition when) {
        return new Definition(
                id,
                1,
                index,
                Status.LIVE,
                "test@shop",
                "A segment",
                0,
                "",
                new SegmentBody(new SegmentDefinition(null, when)));
    }
}
