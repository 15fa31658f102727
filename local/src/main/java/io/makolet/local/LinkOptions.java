package io.makolet.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.makolet.v1.Customer;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Two ids, and what is printed of whose they are. */
final class LinkOptions {

    private static final int LONGEST_SECONDS = 3_600;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "ID", description = "an id")
    private String id = "";

    @Parameters(index = "1", paramLabel = "OTHER", description = "another id")
    private String other = "";

    @Option(
            names = "--within",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "how long to wait until it is served (default: ${DEFAULT-VALUE})")
    private int seconds = 60;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    /** States it, and prints whose the first id is then. */
    void state(boolean linked) throws Exception {
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw new InvalidInput("--within " + seconds + ", expected 1 to " + LONGEST_SECONDS + " seconds");
        }
        Customer customer = new Linking(home.path(), Duration.ofSeconds(seconds)).state(id, other, linked);
        PrintWriter out = spec.commandLine().getOut();
        String person = customer.getPerson().isEmpty() ? id : customer.getPerson();
        if (json) {
            ObjectNode answer = Json.object()
                    .put("id", id)
                    .put("other", other)
                    .put("linked", linked)
                    .put("person", person);
            var ids = answer.putArray("ids");
            customer.getIdsList().forEach(ids::add);
            out.println(answer);
        } else {
            out.println(id + " and " + other + " are " + (linked ? "one person, " : "not one person; the first is ")
                    + person
                    + (customer.getIdsCount() == 0
                            ? ""
                            : ", with the ids " + String.join(", ", customer.getIdsList())));
        }
    }
}
