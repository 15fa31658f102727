package io.makolet.definitions;

import io.makolet.domain.segment.Condition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists of customers: an id in each line, in UTF-8. Blank lines, spaces around an id and lines that begin with {@code #}
 * say nothing; an id may come several times.
 */
final class ListReader {

    /** A list goes with its definition through the log. */
    static final int MOST_BYTES = 512 << 10;

    static final int MOST_IDS = 50_000;

    /** As of a customer's id everywhere. */
    private static final int MOST_ID_BYTES = 512;

    private final ListFiles files;
    private final Report report;

    ListReader(ListFiles files, Report report) {
        this.files = files;
        this.report = report;
    }

    @Nullable
    Condition list(YamlNode node) {
        if (!(node instanceof YamlNode.Scalar name) || name.value().isBlank()) {
            report.problem(node, "expected a file with an id in each line, beside this one, such as influencers.txt");
            return null;
        }
        if (name.value().startsWith("/")
                || name.value().contains("..")
                || name.value().indexOf('\0') >= 0) {
            report.problem(name, "list " + Wording.quote(name.value()) + ", expected a file beside this one or below");
            return null;
        }
        String text = text(name);
        return text == null ? null : listed(name, text);
    }

    private @Nullable String text(YamlNode.Scalar name) {
        try {
            byte[] bytes = files.read(report.source().name(), name.value(), MOST_BYTES);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException e) {
            report.problem(name, "no file " + Wording.quote(name.value()) + " beside this one");
        } catch (CharacterCodingException e) {
            report.problem(name, "list " + Wording.quote(name.value()) + " is not UTF-8, expected it to be");
        } catch (ListFiles.TooLargeException e) {
            report.problem(
                    name,
                    "list " + Wording.quote(name.value()) + " has more than " + MOST_BYTES / 1024
                            + " KiB, which is the most; whoever is in it may be marked in the profile instead");
        } catch (IOException e) {
            report.problem(name, "list " + Wording.quote(name.value()) + " can't be read: " + e.getMessage());
        }
        return null;
    }

    private @Nullable Condition listed(YamlNode.Scalar name, String text) {
        SortedSet<String> ids = new TreeSet<>();
        int line = 0;
        for (String each : (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\\R", -1)) {
            line++;
            String id = each.strip();
            if (id.getBytes(StandardCharsets.UTF_8).length > MOST_ID_BYTES) {
                report.problem(
                        name,
                        "list " + Wording.quote(name.value()) + ", line " + line + ": an id of more than "
                                + MOST_ID_BYTES + " bytes, expected one id in each line");
                return null;
            }
            if (!id.isEmpty() && !id.startsWith("#")) {
                ids.add(id);
            }
        }
        if (ids.isEmpty() || ids.size() > MOST_IDS) {
            report.problem(
                    name,
                    "list " + Wording.quote(name.value()) + " has " + ids.size() + " ids, expected 1 to " + MOST_IDS
                            + (ids.isEmpty() ? "" : "; whoever is in it may be marked in the profile instead"));
            return null;
        }
        return new Condition.Listed(name.value(), List.copyOf(ids));
    }
}
