package io.makolet.domain.customer;

import io.makolet.domain.event.Event;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a case as Java that makes it again. */
public final class Paste {

    private Paste() {}

    /** The whole case. */
    public static String oracleCase(OracleCase oracleCase) {
        return "new OracleCase(" + value(oracleCase.definitions()) + ", List.of(\n        "
                + oracleCase.steps().stream().map(Paste::step).collect(Collectors.joining(",\n        "))
                + ")).run();";
    }

    /** One step of it. */
    public static String step(OracleCase.Step step) {
        return value(step);
    }

    private static String value(@Nullable Object value) {
        if (value instanceof Event event) {
            return event(event);
        }
        if (value instanceof String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
        if (value instanceof Integer number) {
            return number.toString();
        }
        if (value instanceof LocalDate day) {
            return "LocalDate.parse(\"" + day + "\")";
        }
        if (value instanceof Long number) {
            return number + "L";
        }
        if (value instanceof Enum<?> constant) {
            return name(constant.getDeclaringClass()) + "." + constant.name();
        }
        if (value instanceof List<?> list) {
            return "List.of(" + list.stream().map(Paste::value).collect(Collectors.joining(", ")) + ")";
        }
        return value instanceof Record written ? written(written) : String.valueOf(value);
    }

    private static String written(Record written) {
        return "new " + name(written.getClass())
                + Arrays.stream(written.getClass().getRecordComponents())
                        .map(component -> value(read(written, component)))
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static @Nullable Object read(Record written, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(written);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " of " + written, e);
        }
    }

    private static String name(Class<?> type) {
        return type.getCanonicalName().substring(type.getPackageName().length() + 1);
    }

    private static String event(Event event) {
        if (event.value("order_id") != null) {
            return "Events.order(" + value(event.id()) + ", " + value(event.type()) + ", " + value(event.time()) + ", "
                    + value(event.value("amount")) + ", " + value(event.value("channel")) + ")";
        }
        return "Events.profile(" + value(event.id()) + ", " + value(event.time()) + ", "
                + event.profileChanges().stream()
                        .filter(change -> change.value() != null)
                        .map(change -> value(change.field()) + ", " + value(change.value()))
                        .collect(Collectors.joining(", ", "Map.of(", "), "))
                + value(event.profileChanges().stream()
                        .filter(change -> change.value() == null)
                        .map(change -> change.field())
                        .toList())
                + event.consent().entrySet().stream()
                        .map(entry -> value(entry.getKey()) + ", " + entry.getValue())
                        .collect(Collectors.joining(", ", ", Map.of(", "))"));
    }
}
