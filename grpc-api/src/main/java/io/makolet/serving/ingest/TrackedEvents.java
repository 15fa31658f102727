package io.makolet.serving.ingest;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.makolet.avro.Identity;
import io.makolet.domain.event.EventSchema;
import io.makolet.serving.api.InvalidRequestException;
import io.makolet.serving.api.Requests;
import io.makolet.v1.TrackedEvent;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Events as gRPC brings them. */
final class TrackedEvents {

    private static final int MAX_SOURCE = 128;

    private final ProfileChanges profiles;

    TrackedEvents(ProfileChanges profiles) {
        this.profiles = profiles;
    }

    /**
     * The event.
     *
     * @param now milliseconds UTC
     * @throws InvalidRequestException if it isn't one
     */
    Incoming read(TrackedEvent given, long now) {
        Requests.checkCustomerId("customer_id", given.getCustomerIdBytes());
        EventDraft draft = new EventDraft(schema(given));
        object(given.getFields()).forEach((name, value) -> draft.put("fields." + name, name, value));
        given.getPropertiesMap().forEach((name, value) -> draft.putProperty("properties." + name, name, value));
        long time = given.hasTime()
                ? given.getTime().getSeconds() * 1_000 + given.getTime().getNanos() / 1_000_000
                : now;
        List<Identity> identities = given.getIdentitiesMap().entrySet().stream()
                .map(id -> identity("identities." + id.getKey(), id.getKey(), id.getValue()))
                .toList();
        return new Incoming(
                draft.done(
                        "fields",
                        given.getId(),
                        given.getCustomerId(),
                        given.getType(),
                        time,
                        profiles.of("profile", object(given.getProfile()), given.getProfileTypesMap()),
                        given.getConsentMap()),
                identities,
                given.getSource().isEmpty() ? Incoming.DOOR : Given.required("source", given.getSource(), MAX_SOURCE));
    }

    static Identity identity(String field, String namespace, String value) {
        return new Identity(
                Given.required(field, namespace, Requests.MAX_ID_BYTES),
                Given.required(field, value, Requests.MAX_ID_BYTES));
    }

    private static EventSchema schema(TrackedEvent given) {
        String topic = given.getTopic();
        if (topic.isEmpty()) {
            return EventDraft.schemaOf(given.getType());
        }
        return EventSchema.ALL.stream()
                .filter(schema -> schema.name().equals(topic))
                .findFirst()
                .orElseThrow(() -> Given.wrong(
                        "topic",
                        topic,
                        "one of "
                                + EventSchema.ALL.stream()
                                        .map(EventSchema::name)
                                        .collect(Collectors.joining(", "))));
    }

    private static Map<String, @Nullable Object> object(Struct struct) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        struct.getFieldsMap().forEach((name, value) -> members.put(name, plain(value)));
        return members;
    }

    private static @Nullable Object plain(Value value) {
        return switch (value.getKindCase()) {
            case NUMBER_VALUE -> number(value.getNumberValue());
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            case STRUCT_VALUE -> object(value.getStructValue());
            case LIST_VALUE ->
                value.getListValue().getValuesList().stream()
                        .map(TrackedEvents::plain)
                        .toList();
            case NULL_VALUE, KIND_NOT_SET -> null;
        };
    }

    private static BigDecimal number(double number) {
        if (!Double.isFinite(number)) {
            throw new InvalidRequestException("fields", "has the number " + number + ", expected a finite one");
        }
        return BigDecimal.valueOf(number);
    }
}
