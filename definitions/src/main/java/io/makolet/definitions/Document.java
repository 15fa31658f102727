package io.makolet.definitions;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A document whose kind is known.
 *
 * @param id null if it has none that can be used
 * @param source the text it was read from
 */
record Document(String kind, YamlNode.@Nullable Scalar id, Keys keys, String source, Report report) {

    private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,99}");

    /**
     * What source files hold.
     *
     * @param complete could everything be read, so that what is not here does not exist?
     */
    record Read(List<Document> documents, boolean complete) {}

    static Read read(List<SourceFile> files, List<Problem> problems) {
        List<Document> documents = new ArrayList<>();
        boolean complete = true;
        for (SourceFile file : files) {
            Report report = new Report(new SourceText(file), problems);
            YamlDocuments.Parsed parsed = YamlDocuments.parse(report.source(), report);
            complete &= parsed.complete();
            for (YamlDocuments.Document yaml : parsed.documents()) {
                Document document = read(yaml, report);
                complete &= document != null;
                if (document != null) {
                    documents.add(document);
                }
            }
        }
        return new Read(documents, complete);
    }

    private static @Nullable Document read(YamlDocuments.Document yaml, Report report) {
        YamlNode.Mapping mapping = Keys.mapping(yaml.root(), "a definition", "with kind and id", report);
        if (mapping == null) {
            return null;
        }
        YamlNode.Scalar kind = mapping.entry("kind")
                .map(entry -> Keys.text(entry.value(), "`kind`", report))
                .orElse(null);
        if (kind == null) {
            if (mapping.entry("kind").isEmpty()) {
                report.problem(mapping, "a definition has no `kind`, expected " + Wording.oneOf(Language.KINDS));
            }
            return null;
        }
        if (!Language.KINDS.contains(kind.value())) {
            report.problem(
                    kind,
                    "unknown kind " + Wording.quote(kind.value()) + Wording.expected(kind.value(), Language.KINDS));
            return null;
        }
        Keys keys = Keys.of(mapping, "this " + kind.value(), knownKeys(kind.value()), report);
        if (keys == null) {
            return null;
        }
        YamlNode.Scalar id = keys.text(keys.required("id"), "id");
        if (id != null && !ID.matcher(id.value()).matches()) {
            report.problem(
                    id,
                    "id " + Wording.quote(id.value())
                            + ", expected up to 100 letters, digits and - _ . that begin with a letter");
        }
        return new Document(kind.value(), id, keys, report.source().slice(yaml.from(), yaml.to()), report);
    }

    private static List<String> knownKeys(String kind) {
        return switch (kind) {
            case "Segment" -> Language.SEGMENT;
            case "Offer" -> Language.OFFER;
            case "Profile" -> Language.PROFILE;
            case "Events" -> Language.EVENTS;
            case "Branches" -> Language.BRANCHES;
            case "CutPoints" -> Language.CUT_POINTS;
            default -> throw new IllegalArgumentException("kind " + kind + ", expected one of " + Language.KINDS);
        };
    }

    boolean is(String wanted) {
        return kind.equals(wanted);
    }

    /** Where the id stands, or the document where it has none. */
    int start() {
        return id == null ? keys.start() : id.start();
    }
}
