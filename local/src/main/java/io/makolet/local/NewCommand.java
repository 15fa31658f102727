package io.makolet.local;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code makolet new}: begins a definition. */
@Command(
        name = "new",
        description = "Asks a few questions and writes a definition.",
        synopsisSubcommandLabel = "KIND",
        subcommands = NewSegmentCommand.class,
        footerHeading = "%nExamples:%n",
        footer = "  makolet new segment shop")
final class NewCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no kind, expected segment");
    }
}
