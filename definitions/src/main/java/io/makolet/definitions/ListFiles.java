package io.makolet.definitions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where lists of customers are. */
interface ListFiles {

    /** Beside the files of definitions. */
    ListFiles ON_DISK = (source, name, most) -> {
        Path file = Path.of(source).resolveSibling(name);
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (Files.size(file) > most) {
            throw new TooLargeException();
        }
        return Files.readAllBytes(file);
    };

    /** Nowhere: definitions are at hand as texts. */
    ListFiles NONE = (source, name, most) -> {
        throw new NoSuchFileException(name);
    };

    /** A list is larger than it may be. */
    final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /**
     * The bytes of a list.
     *
     * @param source name of the file of definitions that asks for it
     * @param name path of the list, beside that file
     * @param most bytes
     * @throws NoSuchFileException if there is no such file
     * @throws TooLargeException if it is larger
     */
    byte[] read(String source, String name, long most) throws IOException;
}
