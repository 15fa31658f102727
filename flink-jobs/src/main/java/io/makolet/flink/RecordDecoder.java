package io.makolet.flink;

import io.makolet.avro.Command;
import io.makolet.avro.EventHeader;
import io.makolet.domain.customer.Erasure;
import io.makolet.domain.event.Event;
import io.makolet.domain.identity.Link;
import io.makolet.flink.LogRecord.Kind;
import io.makolet.schemas.BackfillMapping;
import io.makolet.schemas.ErasureMapping;
import io.makolet.schemas.EventMapping;
import io.makolet.schemas.LinkMapping;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.PoisonException.Reason;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.Topic;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Decodes what comes in about customers. Not thread safe. */
final class RecordDecoder {

    /** What a record says. */
    sealed interface Decoded {}

    /** Something happened to the customer; its time may have been clamped. */
    record Happened(Event event, boolean clamped) implements Decoded {}

    /** The customer is to be evaluated and published again. */
    record Touched() implements Decoded {}

    /**
     * Somebody wants to know why the customer is in a segment.
     *
     * @param issuedAt when it was asked, milliseconds UTC
     */
    record Asked(String requestId, String segment, long issuedAt) implements Decoded {}

    /** All that is known of the customer is to be forgotten. */
    record Forgotten(Erasure erasure) implements Decoded {}

    /**
     * A backfill brings what happened before.
     *
     * @param backfill its number
     * @param origin the record that tells of it, as it lies in the log
     */
    record Brought(int backfill, Event event, LogRecord origin) implements Decoded {}

    /** Two ids are one person's, or are not; only the links' stage has to do with it. */
    record Linked(Link link) implements Decoded {}

    private final RecordReader reader;

    RecordDecoder(RecordReader reader) {
        this.reader = reader;
    }

    /**
     * What the record says.
     *
     * @throws PoisonException if it can't be used
     */
    Decoded decode(LogRecord record) throws PoisonException {
        SpecificRecord value = reader.read(record.value());
        return record.topic() == Topic.COMMANDS ? command(record, value) : event(record, value);
    }

    /** The erasure that a command tells of; null if it is another command, or none that can be used. */
    @Nullable
    Erasure erasure(LogRecord command) {
        if (command.kind() != Kind.TIMED && command.kind() != Kind.UNTIMED) {
            return null;
        }
        try {
            return reader.read(command.value()) instanceof Command value
                            && value.getType().equals(ErasureMapping.FORGET)
                    ? ErasureMapping.toDomain(command.key(), value, command.appendTime())
                    : null;
        } catch (PoisonException e) {
            return null;
        }
    }

    /** The statement about ids that a command makes; null if it is another command, or none that can be used. */
    @Nullable
    Link link(LogRecord command) {
        try {
            return decode(command) instanceof Linked linked ? linked.link() : null;
        } catch (PoisonException e) {
            return null;
        }
    }

    private Decoded command(LogRecord record, SpecificRecord value) throws PoisonException {
        if (!(value instanceof Command command)) {
            throw new PoisonException(
                    Reason.UNSUPPORTED, "record " + value.getSchema().getFullName() + ", expected a command", null);
        }
        return switch (command.getType()) {
            case "touch" -> new Touched();
            case "explain" ->
                new Asked(
                        argument(command, "request_id"),
                        argument(command, "segment"),
                        command.getIssuedAt().toEpochMilli());
            case ErasureMapping.FORGET ->
                new Forgotten(ErasureMapping.toDomain(record.key(), command, record.appendTime()));
            case LinkMapping.LINK, LinkMapping.UNLINK -> new Linked(LinkMapping.toDomain(record.key(), command));
            case BackfillMapping.COMMAND -> brought(record.key(), BackfillMapping.brought(command));
            default ->
                throw new PoisonException(
                        Reason.UNSUPPORTED,
                        "command '" + command.getType()
                                + "', expected touch, explain, forget, link, unlink or backfill",
                        null);
        };
    }

    private Decoded brought(String key, BackfillMapping.Brought brought) throws PoisonException {
        LogRecord origin = new LogRecord(
                Kind.TIMED,
                brought.topic(),
                brought.partition(),
                brought.offset(),
                brought.appendTime(),
                brought.appendTime(),
                key,
                brought.value());
        Happened happened = event(origin, reader.read(brought.value()));
        return new Brought(
                brought.backfill(), happened.event(), origin.at(happened.event().time()));
    }

    private static String argument(Command command, String name) throws PoisonException {
        String value = command.getArguments().get(name);
        if (value == null || value.isEmpty()) {
            throw new PoisonException(
                    Reason.INVALID_VALUE,
                    "command '" + command.getType() + "' with arguments "
                            + command.getArguments().keySet() + ", expected " + name,
                    null);
        }
        return value;
    }

    private static Happened event(LogRecord record, SpecificRecord value) throws PoisonException {
        EventHeader header = EventMapping.headerOf(value);
        if (header == null) {
            throw new PoisonException(
                    Reason.UNSUPPORTED, "record " + value.getSchema().getFullName() + ", expected an event", null);
        }
        long given = header.getEventTime().toEpochMilli();
        if (EventTimes.tooOld(given)) {
            throw new PoisonException(
                    Reason.INVALID_VALUE,
                    "event time " + Instant.ofEpochMilli(given) + ", expected " + EventTimes.EARLIEST + " or later",
                    null);
        }
        long time = EventTimes.clamp(given, record.appendTime());
        return new Happened(EventMapping.toDomain(record.key(), time, value), time != given);
    }
}
