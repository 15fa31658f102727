package io.makolet.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code makolet status}: how the running system does. */
@Command(
        name = "status",
        description =
                "Shows the health of every part, throughput, freshness and lag. Exits with 1 where a part is not well.",
        footerHeading = "%nExamples:%n",
        footer = {"  makolet status", "  makolet status --json | jq .freshness_ms"})
final class StatusCommand implements Callable<Integer> {

    private static final Duration SAMPLE = Duration.ofSeconds(1);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Endpoints endpoints = home.endpoints();
        SystemStatus status = SystemStatus.of(endpoints, SAMPLE);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(endpoints, status));
        } else {
            print(endpoints, status, out);
        }
        return status.healthy() ? 0 : ErrorMessages.FAILED;
    }

    private static ObjectNode json(Endpoints endpoints, SystemStatus status) {
        ObjectNode json = Json.object().put("healthy", status.healthy());
        ArrayNode parts = json.putArray("parts");
        for (SystemStatus.PartStatus part : status.parts()) {
            parts.addObject()
                    .put("name", part.name())
                    .put("healthy", part.healthy())
                    .put("address", part.address())
                    .put("detail", part.detail());
        }
        return json.put("clock", endpoints.clock())
                .put("pid", endpoints.pid())
                .put("started_at", endpoints.startedAt())
                .put("as_of", status.asOf() == null ? null : status.asOf().toString())
                .put("events_per_s", number(status.eventsPerSecond().orElse(Double.NaN)))
                .put(
                        "freshness_ms",
                        status.freshness().isPresent() ? status.freshness().getAsLong() : null)
                .put("records_unread", number(status.unread().orElse(Double.NaN)))
                .put(
                        "views_unread",
                        status.unserved().isPresent() ? status.unserved().getAsLong() : null);
    }

    private static @Nullable Double number(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static void print(Endpoints endpoints, SystemStatus status, PrintWriter out) {
        Table parts = new Table("PART", "HEALTH", "ADDRESS", "DETAIL");
        status.parts()
                .forEach(part ->
                        parts.row(part.name(), part.healthy() ? "well" : "NOT WELL", part.address(), part.detail()));
        parts.print(out);
        out.println();
        Table numbers = new Table("THROUGHPUT", "FRESHNESS", "UNREAD RECORDS", "UNREAD VIEWS", "AS OF", "CLOCK");
        numbers.row(
                status.eventsPerSecond().isPresent()
                        ? String.format(
                                Locale.ROOT,
                                "%.0f events/s",
                                status.eventsPerSecond().getAsDouble())
                        : "unknown",
                status.freshness().isPresent() ? status.freshness().getAsLong() + " ms" : "-",
                status.unread().isPresent()
                        ? String.format(Locale.ROOT, "%.0f", status.unread().getAsDouble())
                        : "unknown",
                status.unserved().isPresent() ? Long.toString(status.unserved().getAsLong()) : "unknown",
                status.asOf() == null ? "unknown" : status.asOf().toString(),
                endpoints.clock());
        numbers.print(out);
    }
}
