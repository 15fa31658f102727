package io.makolet.domain.segment;

import io.makolet.domain.event.Event;
import io.makolet.domain.event.FieldType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A field's value as a number. Persisted, so none of this ever changes. */
final class ValueHash {

    private static final double MICROS = 1e6;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private ValueHash() {}

    /** The quantity of a field in millionths; 0 where it is no number. */
    static long quantity(Event event, int field) {
        Object value = event.value(field);
        if (value instanceof Long number) {
            return event.schema().fields().get(field).type() == FieldType.MONEY ? number : Fold.micros(number);
        }
        return value instanceof Double number ? Math.round(number * MICROS) : 0;
    }

    /**
     * A number by which values are told apart: the 64-bit FNV-1a hash of a text's UTF-8, a number's millionths, 0 and 1
     * for truth values.
     */
    static long identity(Event event, int field) {
        Object value = event.value(field);
        if (value instanceof Double number) {
            double micros = number * MICROS;
            return micros == Math.rint(micros) ? Math.round(micros) : Double.doubleToLongBits(number);
        }
        return value instanceof Long ? quantity(event, field) : identity(value);
    }

    /** The number by which a text is told apart. */
    static long identity(String text) {
        return identity((Object) text);
    }

    private static long identity(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (value instanceof List<?> list) {
            long hash = FNV_OFFSET;
            for (Object item : list) {
                hash = (hash ^ identity(item)) * FNV_PRIME;
            }
            return hash;
        }
        long hash = FNV_OFFSET;
        for (byte b : String.valueOf(value).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return hash;
    }
}
