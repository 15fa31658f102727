package io.makolet.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.makolet.v1.Transition;
import io.makolet.v1.WatchTransitionsRequest;
import io.makolet.v1.WatchTransitionsResponse;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code makolet watch}: who enters and leaves segments, as it happens. */
@Command(
        name = "watch",
        description = "Shows who enters and leaves segments, as it happens, until it is stopped.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  makolet watch --segment lapsed_regulars",
            "  makolet watch --from earliest --limit 3",
            "  makolet watch --json | jq -r 'select(.value) | .customer'"
        })
final class WatchCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = "--segment",
            paramLabel = "S",
            split = ",",
            description = "a segment to watch, may be repeated (default: all)")
    private List<String> segments = List.of();

    @Option(
            names = "--from",
            paramLabel = "POSITION",
            description = "where to begin: 'earliest', or the position that --json printed last (default: now)")
    private String from = "";

    @Option(names = "--limit", paramLabel = "N", description = "ends after so many (default: none)")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--json", description = "print one JSON object a line")
    private boolean json;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new InvalidInput("--limit " + limit + ", expected at least 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (ServingClient client = new ServingClient(home.endpoints().grpc())) {
            Iterator<WatchTransitionsResponse> answers = client.endless()
                    .watchTransitions(WatchTransitionsRequest.newBuilder()
                            .setPosition(from)
                            .addAllSegmentIds(segments)
                            .build());
            for (long seen = 0; seen < limit && answers.hasNext(); ) {
                WatchTransitionsResponse answer = answers.next();
                if (answer.hasTransition()) {
                    out.println(json ? json(answer) : line(answer.getTransition()));
                    out.flush();
                    seen++;
                }
            }
        }
        return 0;
    }

    private static String line(Transition transition) {
        return String.format(
                Locale.ROOT,
                "%s  %-7s  %s  %s  (%s)",
                Json.time(transition.getEffectiveAt()),
                value(transition),
                transition.getSegmentId(),
                transition.getCustomerId(),
                transition.getCause());
    }

    private static ObjectNode json(WatchTransitionsResponse answer) {
        Transition transition = answer.getTransition();
        return Json.object()
                .put("customer", transition.getCustomerId())
                .put("segment", transition.getSegmentId())
                .put("version", transition.getVersion())
                .put("sequence", transition.getSequence())
                .put("value", Json.truth(transition.getValue()))
                .put("effective_at", Json.time(transition.getEffectiveAt()))
                .put("detected_at", Json.time(transition.getDetectedAt()))
                .put("cause", transition.getCause())
                .put("event", transition.getEventId())
                .put("position", answer.getPosition());
    }

    private static String value(Transition transition) {
        return transition.getValue().name().toLowerCase(Locale.ROOT);
    }
}
