package io.makolet.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.makolet.domain.definition.Definition;
import io.makolet.schemas.RegistryConfig;
import io.makolet.v1.StatusRequest;
import io.makolet.v1.StatusResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code makolet list}: what is published. */
@Command(
        name = "list",
        description = {
            "Lists the published definitions.",
            "A segment or an offer is warming until every customer has been evaluated for it, and while its past is read",
            "in from the log: then it says how much of that is done."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  makolet list",
            "  makolet list --json | jq -r '.definitions[] | select(.kind == \"segment\") | .id'"
        })
final class ListCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Endpoints endpoints = home.endpoints();
        RegistryConfig schemas = RegistryConfig.of(endpoints.registry())
                .withCache(home.path().toAbsolutePath().resolve("schemas"));
        long evaluatedThrough = evaluatedThrough(endpoints);
        DefinitionLog log = DefinitionLog.read(endpoints.kafka(), schemas);
        WarmingSegments warming = WarmingSegments.of(log, endpoints.kafka());
        Collection<Definition> all = log.latest().values();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(log, evaluatedThrough, warming));
        } else if (all.isEmpty()) {
            out.println("nothing is published, publish a folder with: makolet publish DIR");
        } else {
            Table table = new Table("KIND", "ID", "VERSION", "EARLIER", "STATUS", "TITLE");
            for (Definition d : all) {
                table.row(
                        d.body().kind(),
                        d.id(),
                        Integer.toString(d.version()),
                        log.before(d).stream()
                                .map(before -> Integer.toString(before.version()))
                                .collect(Collectors.joining(", ")),
                        warming.percent(d).isPresent()
                                ? "warming " + warming.percent(d).getAsInt() + " %"
                                : word(log.status(d, evaluatedThrough)),
                        d.title());
            }
            table.print(out);
        }
        return 0;
    }

    /** Offset of the last definition for which everybody has been evaluated, as the serving node has heard. */
    private static long evaluatedThrough(Endpoints endpoints) {
        try (ServingClient client = new ServingClient(endpoints.grpc())) {
            StatusResponse answer = client.admin().status(StatusRequest.getDefaultInstance());
            return answer.hasEvaluatedThrough() ? answer.getEvaluatedThrough() : Long.MAX_VALUE;
        }
    }

    private static ObjectNode json(DefinitionLog log, long evaluatedThrough, WarmingSegments warming) {
        ObjectNode json = Json.object();
        ArrayNode definitions = json.putArray("definitions");
        for (Definition d : log.latest().values()) {
            ObjectNode one = definitions.addObject();
            warming.percent(d).ifPresent(percent -> one.put("backfilled_percent", percent));
            one.put("kind", d.body().kind())
                    .put("id", d.id())
                    .put("version", d.version())
                    .put("index", d.index())
                    .put(
                            "status",
                            word(
                                    warming.percent(d).isPresent()
                                            ? Definition.Status.WARMING
                                            : log.status(d, evaluatedThrough)))
                    .put("owner", d.owner())
                    .put("title", d.title())
                    .put("published_at", Instant.ofEpochMilli(d.publishedAt()).toString())
                    .set("earlier", earlier(log.before(d)));
        }
        return json;
    }

    private static ArrayNode earlier(List<Definition> versions) {
        ArrayNode earlier = Json.object().putArray("earlier");
        for (Definition d : versions) {
            earlier.addObject()
                    .put("version", d.version())
                    .put("status", word(d.status()))
                    .put("title", d.title())
                    .put("published_at", Instant.ofEpochMilli(d.publishedAt()).toString());
        }
        return earlier;
    }

    static String word(Definition.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
