package io.makolet.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code makolet link}. */
@Command(
        name = "link",
        description = {
            "States that two ids are one person's: what happened under either counts for both.",
            "An id is a customer's, or has its namespace in front, such as anonymous:77."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  makolet link 12583 anonymous:cookie-77"})
final class LinkCommand implements Callable<Integer> {

    @Mixin
    private LinkOptions options = new LinkOptions();

    @Override
    public Integer call() throws Exception {
        options.state(true);
        return 0;
    }
}
