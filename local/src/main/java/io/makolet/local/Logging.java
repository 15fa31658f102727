package io.makolet.local;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import org.apache.logging.log4j.core.config.Configurator;

/** Where this process logs to. A command logs nowhere; a system logs into its home. */
final class Logging {

    private static final String CONFIGURATION = "makolet-logging.xml";

    private Logging() {}

    /** Sends the log to {@code logs/makolet.log} in a home. */
    static void toFile(Path home) {
        System.setProperty("makolet.logs", home.resolve("logs").toAbsolutePath().toString());
        URL configuration = Logging.class.getResource(CONFIGURATION);
        if (configuration == null) {
            throw new IllegalStateException("no resource " + CONFIGURATION + ", expected it beside " + Logging.class);
        }
        try {
            URI address = configuration.toURI();
            Configurator.reconfigure(address);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("resource " + configuration + " has no address", e);
        }
    }
}
