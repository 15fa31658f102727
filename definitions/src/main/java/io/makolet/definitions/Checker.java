package io.makolet.definitions;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.ProfileDeclaration;
import io.makolet.domain.offer.OfferDefinition;
import io.makolet.domain.segment.Condition;
import io.makolet.domain.segment.SegmentDefinition;
import io.makolet.domain.segment.Stay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks definitions that make up a whole: what they refer to is among them. */
final class Checker {

    private final List<Problem> problems;
    private final boolean allFilesRead;
    private final int thisYear;
    private final CelExpressions expressions = new CelExpressions();
    private final List<Draft> profiles = new ArrayList<>();
    private final List<Draft> segments = new ArrayList<>();
    private final List<Draft> offers = new ArrayList<>();
    private final List<Measurement> measurements = new ArrayList<>();
    private final Map<String, OwnEventType> ownTypes = new LinkedHashMap<>();
    private final Set<String> brokenTypes = new HashSet<>();
    private final References references = new References();
    private final ListFiles lists;
    private final ProductFeed feed;

    /** Of the segments whose members are those of whom the condition is true. */
    private final Map<String, Condition> conditionsBySegment = new HashMap<>();

    private final List<Read> read = new ArrayList<>();

    /** A condition of a segment or an offer, and where its parts stand. */
    private record Read(Condition condition, Places places) {}

    /**
     * @param unreadable problems with files that could not be read at all
     * @param lists reads lists of customers
     * @param feed which products go with others
     * @param thisYear the one it is
     */
    Checker(List<Problem> unreadable, ListFiles lists, ProductFeed feed, int thisYear) {
        this.lists = lists;
        this.feed = feed;
        this.problems = new ArrayList<>(unreadable);
        problems.addAll(feed.problems());
        this.allFilesRead = unreadable.isEmpty();
        this.thisYear = thisYear;
    }

    Checked check(List<SourceFile> files) {
        Document.Read found = Document.read(files, problems);
        boolean open = !(allFilesRead && found.complete());
        checkIdsDiffer(found.documents());
        readEvents(found.documents());
        ProfileScope profile = readProfiles(found.documents(), open);
        BranchScope branches = readBranches(found.documents(), open);
        Vocabulary words = new Vocabulary(
                ownTypes, brokenTypes, profile, branches, CutPointsScope.NONE, feed, lists, thisYear, open);
        Vocabulary vocabulary = words.with(readCutPoints(found.documents(), words));
        for (Document document : found.documents()) {
            if (document.is("Segment")) {
                readSegment(document, vocabulary);
            } else if (document.is("Offer")) {
                readOffer(document, vocabulary);
            }
        }
        references.check(open);
        checkContradictions();
        if (!problems.isEmpty()) {
            return new Problems(problems);
        }
        List<Draft> drafts = new ArrayList<>(profiles);
        drafts.addAll(references.inOrder(segments));
        drafts.addAll(offers);
        return new Drafts(drafts, List.copyOf(ownTypes.values()), measurements);
    }

    private void checkIdsDiffer(List<Document> documents) {
        Map<String, Document> first = new HashMap<>();
        for (Document document : documents) {
            YamlNode.Scalar id = document.id();
            Document other = id == null ? null : first.putIfAbsent(document.kind() + "/" + id.value(), document);
            if (id != null && other != null) {
                document.report()
                        .problem(
                                id,
                                "id " + Wording.quote(id.value()) + " belongs to another " + document.kind() + " at "
                                        + other.report().source().place(other.start()));
            }
        }
    }

    private void readEvents(List<Document> documents) {
        Map<String, String> places = new HashMap<>();
        for (Document document : documents) {
            if (document.is("Events")) {
                readHead(document);
                for (EventsReader.Declared declared : new EventsReader(document.report()).read(document.keys())) {
                    checkFirst(declared.name(), "event type", places, document.report());
                    if (declared.type() == null) {
                        brokenTypes.add(declared.name().value());
                    } else {
                        ownTypes.putIfAbsent(declared.name().value(), declared.type());
                    }
                }
            }
        }
    }

    private static BranchScope readBranches(List<Document> documents, boolean open) {
        Map<String, Condition.Site> sites = new LinkedHashMap<>();
        Set<String> broken = new HashSet<>();
        Map<String, String> places = new HashMap<>();
        for (Document document : documents) {
            if (document.is("Branches")) {
                readHead(document);
                for (BranchesReader.Declared branch : new BranchesReader(document.report()).read(document.keys())) {
                    checkFirst(branch.id(), "branch", places, document.report());
                    if (branch.site() == null) {
                        broken.add(branch.id().value());
                    } else {
                        sites.putIfAbsent(branch.id().value(), branch.site());
                    }
                }
            }
        }
        return new BranchScope(sites, broken, open);
    }

    private CutPointsScope readCutPoints(List<Document> documents, Vocabulary words) {
        Map<String, CutPoints> known = new LinkedHashMap<>();
        Set<String> broken = new HashSet<>();
        for (Document document : documents) {
            if (document.is("CutPoints")) {
                readHead(document);
                MatchReader matches = new MatchReader(words, expressions, document.report());
                CutPoints points = new CutPointsReader(matches, document.report()).read(document.keys());
                if (points == null) {
                    broken.add(id(document));
                } else {
                    known.putIfAbsent(id(document), points);
                    measurements.add(Measurement.of(
                            id(document), points, document.report().source().name(), document.source()));
                }
            }
        }
        return new CutPointsScope(known, broken, words.open());
    }

    private ProfileScope readProfiles(List<Document> documents, boolean open) {
        Map<String, ProfileDeclaration.Field> fields = new LinkedHashMap<>();
        Set<String> broken = new HashSet<>();
        Map<String, String> places = new HashMap<>();
        for (Document document : documents) {
            if (!document.is("Profile")) {
                continue;
            }
            Head head = readHead(document);
            List<ProfileDeclaration.Field> declared = new ArrayList<>();
            for (ProfileReader.Declared field : new ProfileReader(document.report()).read(document.keys())) {
                checkFirst(field.name(), "profile field", places, document.report());
                if (field.field() == null) {
                    broken.add(field.name().value());
                } else {
                    declared.add(field.field());
                    fields.putIfAbsent(field.name().value(), field.field());
                }
            }
            Definition.Body body = new Definition.ProfileBody(new ProfileDeclaration(declared));
            profiles.add(draft(document, head, body, null));
        }
        return new ProfileScope(fields, broken, open);
    }

    /** Reports a name that is declared already. */
    private static void checkFirst(YamlNode.Scalar name, String what, Map<String, String> places, Report report) {
        String first = places.putIfAbsent(name.value(), report.source().place(name.start()));
        if (first != null) {
            report.problem(name, what + " " + Wording.quote(name.value()) + " is declared already at " + first);
        }
    }

    private void readSegment(Document document, Vocabulary vocabulary) {
        Head head = readHead(document);
        String purpose = document.keys().optionalText("purpose");
        YamlNode when = document.keys().required("when");
        ConditionReader conditions = new ConditionReader(vocabulary, expressions, document.report());
        Condition condition = when == null ? null : conditions.read(when, Language.OVER_EVENTS_AND_PROFILE);
        Stay stay = StayReader.read(document.keys(), document.report());
        references.ofSegment(document, conditions.references());
        if (condition != null) {
            if (stay == null) {
                conditionsBySegment.putIfAbsent(id(document), condition);
            }
            read.add(new Read(condition, conditions.places()));
            Definition.Body body = new Definition.SegmentBody(new SegmentDefinition(purpose, condition, stay));
            segments.add(draft(document, head, body, conditions));
        }
    }

    /** Segments that are named are looked into if all references lead somewhere, and not in a circle. */
    private void checkContradictions() {
        Map<String, Condition> named = problems.isEmpty() ? conditionsBySegment : Map.of();
        read.forEach(one -> new Contradictions(one.places(), named).check(one.condition()));
    }

    private void readOffer(Document document, Vocabulary vocabulary) {
        Head head = readHead(document);
        ConditionReader conditions = new ConditionReader(vocabulary, expressions, document.report());
        OfferDefinition offer = new OfferReader(document.keys(), conditions, document.report()).read();
        references.ofOffer(document, conditions.references());
        if (offer != null) {
            if (offer.eligible() != null) {
                read.add(new Read(offer.eligible(), conditions.places()));
            }
            offers.add(draft(document, head, new Definition.OfferBody(offer), conditions));
        }
    }

    /** Owner and title; empty where they are missing. */
    private record Head(String owner, String title) {}

    private static Head readHead(Document document) {
        boolean optional = !document.is("Segment") && !document.is("Offer");
        Keys keys = document.keys();
        String owner = optional ? keys.optionalText("owner") : keys.requiredText("owner");
        String title = optional ? keys.optionalText("title") : keys.requiredText("title");
        return new Head(Objects.requireNonNullElse(owner, ""), Objects.requireNonNullElse(title, ""));
    }

    private static String id(Document document) {
        return document.id() == null ? "" : document.id().value();
    }

    private static Draft draft(
            Document document, Head head, Definition.Body body, @Nullable ConditionReader conditions) {
        return new Draft(
                id(document),
                head.owner(),
                head.title(),
                document.report().source().name(),
                document.source(),
                body,
                conditions == null ? Set.of() : conditions.eventFields(),
                conditions == null ? Set.of() : conditions.profileFields(),
                conditions == null ? List.of() : conditions.expansions());
    }
}
