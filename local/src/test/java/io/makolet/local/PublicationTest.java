package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.definitions.DefinitionFiles;
import io.makolet.definitions.Draft;
import io.makolet.definitions.Drafts;
import io.makolet.definitions.SourceFile;
import io.makolet.domain.definition.Definition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {

    private static final DefinitionLog NOTHING = new DefinitionLog(Map.of(), Map.of());
    private static final long NOW = 1_700_000_000_000L;

    @Test
    void givesIndexesAndVersionsToWhatIsNew() {
        Publication publication = Publication.of(segments("a", "b"), NOTHING, NOW);
        assertThat(publication.changed()).extracting(Definition::id).containsExactly("a", "b");
        assertThat(publication.changed()).extracting(Definition::index).containsExactly(0, 1);
        assertThat(publication.changed()).allMatch(d -> d.version() == 1 && d.publishedAt() == NOW);
        assertThat(publication.unchanged()).isZero();
    }

    @Test
    void leavesAloneWhatIsPublishedJustAsItIs() {
        DefinitionLog published =
                published(Publication.of(segments("a"), NOTHING, NOW).changed());
        Publication publication = Publication.of(segments("a", "b"), published, NOW);
        assertThat(publication.changed()).extracting(Definition::id).containsExactly("b");
        assertThat(publication.changed()).extracting(Definition::index).containsExactly(1);
        assertThat(publication.unchanged()).isEqualTo(1);
    }

    @Test
    void givesTheNextVersionAndTheSameIndexToWhatChanged() {
        DefinitionLog published =
                published(Publication.of(segments("a", "b"), NOTHING, NOW).changed());
        Publication publication = Publication.of(drafts(segment("b", "another title", ">= 2")), published, NOW);
        assertThat(publication.changed()).singleElement().satisfies(definition -> {
            assertThat(definition.version()).isEqualTo(2);
            assertThat(definition.index()).isEqualTo(1);
        });
    }

    @Test
    void seesNoChangeInAComment() {
        DefinitionLog published =
                published(Publication.of(segments("a"), NOTHING, NOW).changed());
        List<Draft> commented = drafts(segment("a", "title", ">= 2") + "# said in other words\n");
        assertThat(Publication.of(commented, published, NOW).changed()).isEmpty();
    }

    @Test
    void givesTheNextVersionToWhatTheProductFeedChanged(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), """
                kind: Segment
                id: a
                owner: me@shop
                title: A
                when: {bought_without: {item: cameras}}
                """);
        Path feed = folder.resolve("products.csv");
        String products = "product_id,category,title_en,complements\nC,cameras,%s,%s\nD,cards,,\nE,bags,,\n";
        Files.writeString(feed, products.formatted("Camera", "cards"));
        List<Draft> drafts = load(folder);
        DefinitionLog published = published(Publication.of(drafts, NOTHING, NOW).changed());
        Files.writeString(feed, products.formatted("A camera", " cards;"));
        assertThat(Publication.of(load(folder), published, NOW).changed()).isEmpty();
        Files.writeString(feed, products.formatted("Camera", "cards;E"));
        assertThat(Publication.of(load(folder), published, NOW).changed())
                .extracting(Definition::version)
                .containsExactly(2);
    }

    @Test
    void neverGivesARetiredIndexToAnother() {
        Definition live = Publication.of(segments("a"), NOTHING, NOW).changed().get(0);
        DefinitionLog published = published(List.of(retired(live)));
        Publication publication = Publication.of(segments("a", "b"), published, NOW);
        assertThat(publication.changed())
                .extracting(Definition::id, Definition::index, Definition::version, Definition::status)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("a", 0, 2, Definition.Status.LIVE),
                        org.assertj.core.api.Assertions.tuple("b", 1, 1, Definition.Status.LIVE));
    }

    @Test
    void neverGivesAnIndexAgainThatWasRemovedFromTheLog() {
        DefinitionLog published = new DefinitionLog(Map.of(), Map.of("segment", 41));
        assertThat(Publication.of(segments("a"), published, NOW).changed())
                .extracting(Definition::index)
                .containsExactly(42);
    }

    static DefinitionLog published(List<Definition> definitions) {
        Map<String, Definition> latest = new HashMap<>();
        Map<String, Integer> highest = new HashMap<>();
        for (Definition definition : definitions) {
            latest.put(definition.key(), definition);
            highest.merge(definition.body().kind(), definition.index(), Math::max);
        }
        return new DefinitionLog(latest, highest);
    }

    static Definition retired(Definition d) {
        return new Definition(
                d.id(),
                d.version(),
                d.index(),
                Definition.Status.RETIRED,
                d.owner(),
                d.title(),
                d.publishedAt(),
                d.source(),
                d.body());
    }

    private static List<Draft> segments(String... ids) {
        List<String> documents = new ArrayList<>();
        for (String id : ids) {
            documents.add(segment(id, "title", ">= 2"));
        }
        return drafts(documents.toArray(String[]::new));
    }

    private static String segment(String id, String title, String threshold) {
        return "kind: Segment\nid: " + id + "\nowner: me@shop\ntitle: " + title
                + "\nwhen:\n  aggregate: {event: purchase, fn: count, over: 30d, is: \"" + threshold + "\"}\n";
    }

    private static List<Draft> load(Path folder) {
        return ((Drafts) DefinitionFiles.load(folder)).drafts();
    }

    static List<Draft> drafts(String... documents) {
        List<SourceFile> files = new ArrayList<>();
        for (String document : documents) {
            files.add(new SourceFile("file-" + files.size() + ".yaml", document));
        }
        return ((Drafts) DefinitionFiles.check(files)).drafts();
    }
}
