package io.makolet.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder in which the build puts what the system runs from: {@code lib} and {@code registry}. */
final class Installation {

    private Installation() {}

    /** Finds it from where this program's own classes lie: in its {@code lib}, or beside it. */
    static Path find() throws IOException {
        Path own;
        try {
            own = Path.of(
                    requireNonNull(Installation.class.getProtectionDomain().getCodeSource())
                            .getLocation()
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("the place of this program is no path: " + e.getInput(), e);
        }
        Path folder = requireNonNull(own.getParent(), "a folder above " + own);
        Path inside = folder.resolve("..").normalize();
        Path beside = folder.resolve("makolet");
        for (Path candidate : List.of(inside, beside)) {
            if (Files.isDirectory(candidate.resolve("registry"))) {
                return candidate;
            }
        }
        throw new IOException(
                "no folder registry in " + inside + " or " + beside + ", expected what mvn package makes");
    }
}
