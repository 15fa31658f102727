package io.makolet.local;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which system a command is about. */
public final class HomeOption {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "${env:MAKOLET_HOME:-.makolet}",
            description = "folder of the system (default: $MAKOLET_HOME, else .makolet)")
    private Path home = Path.of(".makolet");

    /** The folder. */
    public Path path() {
        return home;
    }

    /** Where the system that runs in it answers; refuses if none does. */
    public Endpoints endpoints() {
        return Endpoints.of(home);
    }
}
