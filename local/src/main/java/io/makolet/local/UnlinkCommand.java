package io.makolet.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code makolet unlink}. */
@Command(
        name = "unlink",
        description = {
            "States that two ids are not one person's, and takes back what linking them did.",
            "It stands against all events that have the two ids together, until somebody links them."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  makolet unlink 12583 anonymous:cookie-77"})
final class UnlinkCommand implements Callable<Integer> {

    @Mixin
    private LinkOptions options = new LinkOptions();

    @Override
    public Integer call() throws Exception {
        options.state(false);
        return 0;
    }
}
