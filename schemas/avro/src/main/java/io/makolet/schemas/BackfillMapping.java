package io.makolet.schemas;

import static io.makolet.schemas.PoisonException.invalid;

import io.makolet.avro.Command;
import io.makolet.domain.definition.Backfill;
import io.makolet.domain.definition.Definition.Status;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Backfills between the wire and the domain, and the commands that bring the past. */
public final class BackfillMapping {

    /** Type of the command that brings a record of the log once more. */
    public static final String COMMAND = "backfill";

    private static final String NUMBER = "backfill";
    private static final String TOPIC = "topic";
    private static final String PARTITION = "partition";
    private static final String OFFSET = "offset";
    private static final String APPENDED = "append_time";

    private BackfillMapping() {}

    /**
     * A record of the log that a command brings once more; its key is the command's.
     *
     * @param backfill number of the backfill that brings it
     * @param appendTime when the broker appended it, milliseconds UTC
     * @param value its bytes, as they lie in the log
     */
    @SuppressWarnings("ArrayRecordComponent") // a wrapper of the bytes would cost an object per record
    public record Brought(int backfill, Topic topic, int partition, long offset, long appendTime, byte[] value) {}

    /**
     * The backfill in a record.
     *
     * @throws PoisonException if it says something that this version doesn't know
     */
    public static Backfill toDomain(io.makolet.avro.Backfill value) throws PoisonException {
        try {
            Status status = Status.valueOf(value.getStatus().toUpperCase(Locale.ROOT));
            return new Backfill(value.getNumber(), Set.copyOf(value.getIds()), status);
        } catch (IllegalArgumentException e) {
            throw invalid("backfill " + value.getNumber() + " of status '" + value.getStatus() + "', expected one of "
                    + Arrays.toString(Status.values()).toLowerCase(Locale.ROOT) + " and a number of 1 or greater");
        }
    }

    /** The command that brings a record of the log once more; its key is the record's. */
    public static Command command(Brought record, Instant now) {
        String place = record.topic().topicName() + "-" + record.partition() + "@" + record.offset();
        return Command.newBuilder()
                .setIssuedAt(now)
                .setCommandId("backfill-" + record.backfill() + "-" + place)
                .setType(COMMAND)
                .setIssuer("makolet backfill")
                .setArguments(Map.of(
                        NUMBER, Integer.toString(record.backfill()),
                        TOPIC, record.topic().topicName(),
                        PARTITION, Integer.toString(record.partition()),
                        OFFSET, Long.toString(record.offset()),
                        APPENDED, Long.toString(record.appendTime())))
                .setPayload(ByteBuffer.wrap(record.value()))
                .build();
    }

    /**
     * What a command {@link #COMMAND} brings.
     *
     * @throws PoisonException if anything is missing, or is no number where one is expected
     */
    public static Brought brought(Command command) throws PoisonException {
        Map<String, String> arguments = command.getArguments();
        ByteBuffer payload = command.getPayload();
        Topic topic = Topic.named(arguments.getOrDefault(TOPIC, "")).orElse(null);
        if (topic == null || !Topic.EVENTS.contains(topic) || payload == null) {
            throw invalid("command '" + COMMAND + "' about topic '" + arguments.get(TOPIC) + "' with "
                    + (payload == null ? "no payload" : "a payload") + ", expected a topic of events and a payload");
        }
        byte[] value = new byte[payload.remaining()];
        payload.duplicate().get(value);
        return new Brought(
                Math.toIntExact(number(arguments, NUMBER)),
                topic,
                Math.toIntExact(number(arguments, PARTITION)),
                number(arguments, OFFSET),
                number(arguments, APPENDED),
                value);
    }

    private static long number(Map<String, String> arguments, String name) throws PoisonException {
        @Nullable String value = arguments.get(name);
        try {
            long number = Long.parseLong(String.valueOf(value));
            if (number >= 0 && (number <= Integer.MAX_VALUE || name.equals(OFFSET) || name.equals(APPENDED))) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as of one that is out of range.
        }
        throw invalid("command '" + COMMAND + "' with " + name + " '" + value + "', expected a whole number from 0 on");
    }
}
