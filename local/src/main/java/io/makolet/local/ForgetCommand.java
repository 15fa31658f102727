package io.makolet.local;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code makolet forget}: erases what is known of a person. */
@Command(
        name = "forget",
        description = {
            "Erases everything known of a customer up to now, under all their ids, and prints a receipt.",
            "Exits with 1 if it is not confirmed in time; asking again does no harm."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  makolet forget 12583", "  makolet forget 12583 --reason 'ticket 4711' --json"})
final class ForgetCommand implements Callable<Integer> {

    private static final int LONGEST_SECONDS = 3_600;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ID", description = "customer id")
    private String id = "";

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "why, kept with the request; write nothing about the person")
    private @Nullable String reason;

    @Option(
            names = "--within",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "how long to wait until it is confirmed (default: ${DEFAULT-VALUE})")
    private int seconds = 60;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw new InvalidInput("--within " + seconds + ", expected 1 to " + LONGEST_SECONDS + " seconds");
        }
        ErasureReceipt receipt =
                Forgetting.in(home.path(), Duration.ofSeconds(seconds)).forget(id, reason);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(receipt.json());
        } else {
            receipt.print(out);
        }
        return 0;
    }
}
