package io.makolet.local;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The unpacked schema registry that the build puts beside this program.
 *
 * @param jar its executable jar
 */
record RegistryApplication(Path jar) {

    /** Class data archive that the build may leave beside the jar; it halves the time to start. */
    static final String ARCHIVE = "registry.jsa";

    /** Finds it from where this program's own classes lie. */
    static RegistryApplication find() throws IOException {
        Path own;
        try {
            own = Path.of(RegistryApplication.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("the place of this program is not a path: " + e.getInput(), e);
        }
        Path beside = own.resolveSibling("makolet/registry");
        Path inApplication = own.getParent().resolveSibling("registry");
        for (Path folder : List.of(inApplication, beside)) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    var jar = files.filter(f -> f.getFileName().toString().endsWith("-runner.jar"))
                            .findFirst();
                    if (jar.isPresent()) {
                        return new RegistryApplication(jar.get());
                    }
                }
            }
        }
        throw new IOException("no schema registry in " + inApplication + " or " + beside
                + ", expected the build to have unpacked it there: run mvn package");
    }

    List<String> archiveOptions() {
        Path archive = jar.resolveSibling(ARCHIVE);
        return Files.isRegularFile(archive)
                ? List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
                : List.of();
    }
}
