package io.makolet.local;

import io.makolet.local.dryrun.CutPointsCommand;
import io.makolet.local.dryrun.DryRunCommand;
import io.makolet.local.replay.ReplayCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code makolet} command line. */
@Command(
        name = "makolet",
        description = "Knows every customer, and what to offer them now.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "makolet 0.1.0",
        sortOptions = false,
        subcommands = {
            UpCommand.class,
            StatusCommand.class,
            NewCommand.class,
            SchemaCommand.class,
            ValidateCommand.class,
            DryRunCommand.class,
            CutPointsCommand.class,
            PublishCommand.class,
            ListCommand.class,
            RetireCommand.class,
            RollbackCommand.class,
            BackfillCommand.class,
            CustomerCommand.class,
            OffersCommand.class,
            ExplainCommand.class,
            TokenCommand.class,
            WatchCommand.class,
            ExportCommand.class,
            ForgetCommand.class,
            LinkCommand.class,
            UnlinkCommand.class,
            DemoCommand.class,
            ReplayCommand.class,
            BenchCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  makolet up",
            "  makolet publish examples/online-retail/definitions",
            "  makolet offers 12583 --placement home-hero",
            "",
            "makolet COMMAND --help says more. Exit codes: 0 done, 1 failed, 2 bad input."
        })
public final class Makolet implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    private final Reader in;

    private Makolet(Reader in) {
        this.in = in;
    }

    /** Where answers to questions come from. */
    Reader in() {
        return in;
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(writer(FileDescriptor.out), writer(FileDescriptor.err), arguments));
    }

    /** Runs one command: returns 0 if it succeeded, 1 if it failed, 2 if its input was bad. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return run(new InputStreamReader(System.in, StandardCharsets.UTF_8), out, err, arguments);
    }

    /** The same, with answers to questions from {@code in}. */
    static int run(Reader in, PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new Makolet(in))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(ErrorMessages::badArguments)
                .setExecutionExceptionHandler(ErrorMessages::failed);
        line.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().usageMessage().width(100));
        return line.execute(arguments);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}
