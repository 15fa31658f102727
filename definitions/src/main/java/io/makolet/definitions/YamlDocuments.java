package io.makolet.definitions;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads YAML into nodes that know their places.
 *
 * <p>Anchors, aliases, tags and merge keys are refused: a definition is to be read where it stands.
 */
final class YamlDocuments {

    private static final int DEEPEST = 50;
    private static final int LONGEST = 1 << 20;

    private final SourceText source;
    private final Report report;
    private final Iterator<Event> events;

    private YamlDocuments(SourceText source, Report report) {
        this.source = source;
        this.report = report;
        this.events = new Yaml(new LoaderOptions())
                .parse(new StringReader(source.text()))
                .iterator();
    }

    /** A document and the source it was read from, from offset to offset. */
    record Document(YamlNode root, int from, int to) {}

    /**
     * What a text holds.
     *
     * @param documents those that could be read and are not empty
     * @param complete could all of it be read?
     */
    record Parsed(List<Document> documents, boolean complete) {}

    static Parsed parse(SourceText source, Report report) {
        if (source.length() > LONGEST) {
            report.problem(0, "the file has " + source.length() + " characters, expected at most " + LONGEST);
            return new Parsed(List.of(), false);
        }
        return new YamlDocuments(source, report).documents();
    }

    private Parsed documents() {
        List<YamlNode> roots = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        boolean complete = true;
        try {
            while (events.hasNext()) {
                if (events.next() instanceof DocumentStartEvent start) {
                    starts.add(starts.isEmpty() ? 0 : offset(start.getStartMark()));
                    roots.add(node(events.next(), 0));
                }
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            report.problem(mark == null ? 0 : offset(mark), YamlAdvice.explain(e));
            complete = false;
        } catch (ReaderException e) {
            report.problem(e.getPosition(), "the character U+%04X may not stand in YAML".formatted(e.getCodePoint()));
            complete = false;
        } catch (YAMLException e) {
            report.problem(0, "this is not YAML: " + e.getMessage());
            complete = false;
        } catch (Refused e) {
            report.problem(e.offset, e.message);
            complete = false;
        }
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < roots.size(); i++) {
            if (!(roots.get(i) instanceof YamlNode.Scalar scalar && scalar.isNull())) {
                int to = i + 1 < starts.size() ? starts.get(i + 1) : source.length();
                documents.add(new Document(roots.get(i), starts.get(i), to));
            }
        }
        return new Parsed(documents, complete);
    }

    private YamlNode node(Event event, int depth) {
        int start = offset(event.getStartMark());
        if (depth > DEEPEST) {
            throw new Refused(start, "nested more than " + DEEPEST + " deep");
        }
        refuseSharing(event, start);
        if (event instanceof ScalarEvent scalar) {
            refuseTag(scalar.getTag(), start);
            return new YamlNode.Scalar(start, offset(scalar.getEndMark()), scalar.getValue(), scalar.getScalarStyle());
        }
        if (event instanceof SequenceStartEvent sequence) {
            refuseTag(sequence.getTag(), start);
            List<YamlNode> items = new ArrayList<>();
            Event next = events.next();
            while (!(next instanceof SequenceEndEvent)) {
                items.add(node(next, depth + 1));
                next = events.next();
            }
            return new YamlNode.Sequence(start, items);
        }
        if (event instanceof MappingStartEvent mapping) {
            refuseTag(mapping.getTag(), start);
            return mapping(start, depth);
        }
        throw new Refused(start, "unexpected " + event);
    }

    private YamlNode.Mapping mapping(int start, int depth) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        Event next = events.next();
        while (!(next instanceof MappingEndEvent)) {
            YamlNode key = node(next, depth + 1);
            YamlNode value = node(events.next(), depth + 1);
            next = events.next();
            if (!(key instanceof YamlNode.Scalar name)) {
                report.problem(key, "a key is " + key.describe() + ", expected a word");
                continue;
            }
            YamlNode.Entry first = entries.putIfAbsent(name.value(), new YamlNode.Entry(name, value));
            if (first != null) {
                report.problem(
                        name,
                        "key " + Wording.quote(name.value()) + " stands here twice, first at "
                                + source.place(first.key().start()));
            }
        }
        return new YamlNode.Mapping(start, List.copyOf(entries.values()));
    }

    private static void refuseSharing(Event event, int start) {
        if (event instanceof AliasEvent alias) {
            throw new Refused(
                    start,
                    "alias " + Wording.quote("*" + alias.getAnchor())
                            + ", expected the value itself: write it out, or in quotes where the * belongs to it");
        }
        if (event instanceof NodeEvent node && node.getAnchor() != null) {
            throw new Refused(
                    start,
                    "anchor " + Wording.quote("&" + node.getAnchor())
                            + ", expected the value itself: write it in quotes where the & belongs to it");
        }
    }

    private static void refuseTag(@Nullable String tag, int start) {
        if (tag != null) {
            throw new Refused(
                    start,
                    "tag " + Wording.quote(tag) + ", expected a value: write it in quotes where the ! belongs to it");
        }
    }

    /** The offset of a place; at the end of a line, YAML's parser may point behind it. */
    private static int offset(Mark mark) {
        return mark.getIndex();
    }

    /** YAML that we do not take. */
    private static final class Refused extends RuntimeException {
        private final int offset;
        private final String message;

        Refused(int offset, String message) {
            super(message, null, false, false);
            this.offset = offset;
            this.message = message;
        }
    }
}
