package io.makolet.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Timestamp;
import io.makolet.v1.Truth;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes the JSON that commands print. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** ISO 8601 in UTC. */
    static String time(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos())
                .toString();
    }

    /** True, false, or null for unknown: what a script takes for false is then never a member. */
    static @Nullable Boolean truth(Truth value) {
        return switch (value) {
            case TRUE -> Boolean.TRUE;
            case FALSE -> Boolean.FALSE;
            case UNKNOWN, UNRECOGNIZED -> null;
        };
    }
}
