package io.makolet.local;

import io.makolet.v1.ConditionExplanation;
import io.makolet.v1.ExplainRequest;
import io.makolet.v1.Explanation;
import io.makolet.v1.SegmentExplanation;
import io.makolet.v1.Truth;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code makolet explain}: why a customer is in a segment or not. */
@Command(
        name = "explain",
        description = "Shows why a customer is in a segment or not, when that will change, and what would change it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  makolet explain 12583 --segment silent",
            "  makolet explain 12583 --segment silent --language he",
            "  makolet explain 12583 --segment silent --json | jq .change"
        })
final class ExplainCommand implements Callable<Integer> {

    private static final int SECONDS = 10;
    private static final String INDENT = "  ";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ID", description = "customer id")
    private String customer = "";

    @Option(names = "--segment", paramLabel = "S", required = true, description = "id of a live segment")
    private String segment = "";

    @Option(
            names = "--language",
            paramLabel = "TAG",
            split = ",",
            description = "language of the texts: en, he or ar, best first, may be repeated (default: en)")
    private List<String> languages = List.of();

    @Option(names = "--json", description = "print one JSON object; but for its texts it is the same in all languages")
    private boolean json;

    @Override
    public Integer call() {
        Explanation explanation;
        try (ServingClient client = new ServingClient(home.endpoints().grpc())) {
            explanation = client.personalization()
                    .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                    .explain(ExplainRequest.newBuilder()
                            .setCustomerId(customer)
                            .setSegmentId(segment)
                            .addAllLanguages(languages)
                            .build());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(ExplanationJson.of(explanation));
        } else {
            print(explanation, out);
        }
        return 0;
    }

    static void print(Explanation explanation, PrintWriter out) {
        out.println(explanation.getCustomerId() + (explanation.getKnown() ? "" : " (unknown customer)") + ", as of "
                + Json.time(explanation.getAsOf()) + ", times in " + explanation.getTimeZone());
        print(explanation.getSegment(), "", out);
        out.println(explanation.getChangeText());
    }

    private static void print(SegmentExplanation segment, String indent, PrintWriter out) {
        out.println(indent + mark(segment.getValue()) + segment.getText() + notes(segment.getNotesList()));
        print(segment.getWhen(), indent + INDENT, out);
    }

    private static void print(ConditionExplanation condition, String indent, PrintWriter out) {
        if (condition.hasSegment()) {
            print(condition.getSegment(), indent, out);
            return;
        }
        out.println(indent + mark(condition.getValue()) + condition.getText() + notes(condition.getNotesList()));
        condition.getPartsList().forEach(part -> print(part, indent + INDENT, out));
    }

    private static String notes(List<String> notes) {
        return notes.isEmpty() ? "" : "  (" + String.join("; ", notes) + ")";
    }

    private static String mark(Truth value) {
        return switch (value) {
            case TRUE -> "✓ ";
            case FALSE -> "✗ ";
            case UNKNOWN, UNRECOGNIZED -> "? ";
        };
    }
}
