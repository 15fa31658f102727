package io.makolet.definitions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads a folder of definitions.
 *
 * <p>The folder is a whole: what its definitions refer to stands in it too. Nothing is ever thrown for what an author wrote.
 */
public final class DefinitionFiles {

    private DefinitionFiles() {}

    /** Checks all {@code *.yaml} and {@code *.yml} files in a folder and below, in order of their paths. */
    public static Checked load(Path folder) {
        return load(folder, List.of());
    }

    /** Checks a folder as if some files stood in it too. */
    public static Checked load(Path folder, List<SourceFile> more) {
        if (!Files.isDirectory(folder)) {
            return problem(
                    folder,
                    Files.exists(folder) ? "this is a file, expected the folder it is in" : "there is no such folder");
        }
        List<Path> paths;
        try (Stream<Path> found = Files.walk(folder)) {
            paths = found.filter(DefinitionFiles::isDefinition)
                    .filter(path -> !isHidden(folder.relativize(path)))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return problem(folder, "the folder can't be read: " + e.getMessage());
        }
        List<Problem> unreadable = new ArrayList<>();
        List<SourceFile> files = new ArrayList<>(more);
        for (Path path : paths) {
            read(path, files, unreadable);
        }
        if (files.isEmpty() && unreadable.isEmpty()) {
            return problem(folder, "no definitions, expected files *.yaml or *.yml in it or below");
        }
        return new Checker(unreadable, ListFiles.ON_DISK, feed(folder, unreadable), thisYear()).check(files);
    }

    /** Checks definitions that are at hand as texts. */
    public static Checked check(List<SourceFile> files) {
        return check(files, thisYear());
    }

    /** The same in a year, from which tables of seasons are reckoned. */
    static Checked check(List<SourceFile> files, int thisYear) {
        return new Checker(List.of(), ListFiles.NONE, ProductFeed.NONE, thisYear).check(files);
    }

    /** The same beside a product feed. */
    static Checked check(List<SourceFile> files, ProductFeed feed) {
        return new Checker(List.of(), ListFiles.NONE, feed, thisYear()).check(files);
    }

    private static ProductFeed feed(Path folder, List<Problem> unreadable) {
        List<SourceFile> found = new ArrayList<>();
        ProductFeed.beside(folder).ifPresent(file -> read(file, found, unreadable));
        return found.isEmpty() ? ProductFeed.NONE : ProductFeedReader.read(found.get(0));
    }

    private static int thisYear() {
        return Year.now(ZoneOffset.UTC).getValue();
    }

    private static boolean isDefinition(Path path) {
        String name = String.valueOf(path.getFileName());
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(path);
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static void read(Path path, List<SourceFile> files, List<Problem> problems) {
        try {
            byte[] bytes = Files.readAllBytes(path);
            SourceFile file = new SourceFile(path.toString(), withoutMark(new String(bytes, StandardCharsets.UTF_8)));
            int bad = firstNoUtf8(bytes);
            if (bad < 0) {
                files.add(file);
                return;
            }
            String before = withoutMark(new String(bytes, 0, bad, StandardCharsets.UTF_8));
            problems.add(new SourceText(file)
                    .problem(
                            before.codePointCount(0, before.length()),
                            "byte 0x%02X is not UTF-8, expected the file in UTF-8".formatted(bytes[bad])));
        } catch (IOException e) {
            problems.add(Problem.ofFile(path.toString(), "the file can't be read: " + e));
        }
    }

    /** Index of the first byte that does not belong to a UTF-8 character, or -1. */
    private static int firstNoUtf8(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        return result.isError() ? in.position() : -1;
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Problems problem(Path folder, String message) {
        return new Problems(List.of(Problem.ofFile(folder.toString(), message)));
    }
}
