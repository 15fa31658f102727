package io.makolet.local;

import io.makolet.domain.definition.Definition;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code makolet retire}: ends a definition. */
@Command(
        name = "retire",
        description = {
            "Ends a definition: members leave the segment, the offer is no longer shown.",
            "It can be published again, with the next version."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  makolet retire silent", "  makolet retire offer/garden-sale --json"})
final class RetireCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ID", description = "id of the definition, or kind/id")
    private String id = "";

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Definition next = Publishing.into(home.path()).retire(id);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.object()
                    .put("kind", next.body().kind())
                    .put("id", next.id())
                    .put("version", next.version())
                    .put("status", ListCommand.word(next.status())));
        } else {
            out.println("retired " + next.body().kind() + " " + next.id() + " with version " + next.version());
        }
        return 0;
    }
}
