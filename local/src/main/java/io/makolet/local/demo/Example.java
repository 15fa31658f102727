package io.makolet.local.demo;

import io.makolet.definitions.Checked;
import io.makolet.definitions.DefinitionFiles;
import io.makolet.definitions.Drafts;
import io.makolet.definitions.Problems;
import io.makolet.local.InvalidInput;
import io.makolet.local.Publishing;
import io.makolet.local.replay.mapping.BrokenRow;
import io.makolet.local.replay.mapping.EventFile;
import io.makolet.local.replay.mapping.Mapping;
import io.makolet.local.replay.mapping.MappingException;
import io.makolet.local.replay.mapping.RowReport;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a ready example: {@code definitions}, {@code products.csv}, {@code mapping.yaml} and
 * {@code data/orders.csv.gz}.
 */
public record Example(Path folder) {

    private static final Path USUAL = Path.of("examples", "online-retail");

    /** The gift shop's: in the working directory, or above where this program lies. */
    public static Example find() {
        return Stream.iterate(programFolder(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(USUAL))
                .filter(Files::isDirectory)
                .findFirst()
                .map(Example::new)
                .orElseThrow(() -> new InvalidInput(
                        "no folder " + USUAL + " here or above this program, expected it or --example with another"));
    }

    /** A page of the shop, beside the example's folder. */
    public Path site() {
        return folder.resolveSibling("site");
    }

    Path orders() {
        return folder.resolve("data").resolve("orders.csv.gz");
    }

    Path mapping() {
        return folder.resolve("mapping.yaml");
    }

    /** Checks and publishes the definitions and products in the system that runs in a home. */
    public Publishing.Result publish(Path home) throws IOException {
        Path definitions = folder.resolve("definitions");
        Checked checked = DefinitionFiles.load(definitions);
        if (checked instanceof Problems problems) {
            throw new InvalidInput(problems.render());
        }
        return Publishing.into(home).publish(definitions, (Drafts) checked);
    }

    /** Everybody who ordered. */
    Shoppers shoppers() throws IOException {
        try {
            return Shoppers.of(EventFile.open(orders(), Mapping.load(mapping())), new RowReport() {
                @Override
                public void broken(BrokenRow row) {
                    throw new InvalidInput(row.message());
                }
            });
        } catch (MappingException e) {
            throw new InvalidInput(String.valueOf(e.getMessage()));
        }
    }

    Catalogue catalogue() {
        return Catalogue.read(folder.resolve("products.csv"));
    }

    private static @Nullable Path programFolder() {
        if (Files.isDirectory(USUAL)) {
            return Path.of("").toAbsolutePath();
        }
        CodeSource source = Example.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return null;
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of this program is no path: " + e.getInput(), e);
        }
    }
}
