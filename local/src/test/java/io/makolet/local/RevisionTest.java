package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.definitions.Draft;
import io.makolet.domain.definition.Definition;
import io.makolet.local.Revision.Change;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RevisionTest {

    @Test
    void comparesFolders() {
        Revision revision = Revision.ofFolders(
                drafts(segment("same", ">= 2") + segment("other", ">= 2") + segment("gone", ">= 2")),
                drafts(segment("same", ">= 2") + segment("other", ">= 3") + segment("new", ">= 2")));

        assertThat(revision.segments())
                .isEqualTo(Map.of(
                        "same", Change.UNCHANGED, "other", Change.CHANGED, "gone", Change.RETIRED, "new", Change.NEW));
    }

    @Test
    void whatIsPublishedAndNotInTheFolderStays() {
        DefinitionLog published = published(segment("stays", ">= 2") + segment("other", ">= 2"));

        Revision revision = Revision.of(published, drafts(segment("other", ">= 3") + segment("new", ">= 1")));

        assertThat(revision.segments())
                .isEqualTo(Map.of("stays", Change.UNCHANGED, "other", Change.CHANGED, "new", Change.NEW));
        assertThat(revision.after()).extracting(Definition::id).containsExactlyInAnyOrder("stays", "other", "new");
    }

    @Test
    void refusesWhatPublishingWouldRefuse() {
        DefinitionLog published = published("""
                {kind: Profile, id: told, fields: {level: {type: number, description: L.}}}
                ---
                {kind: Segment, id: high, owner: me@shop, title: High, when: {cel: p.level > 3.0}}
                """);

        assertThatThrownBy(() -> Revision.of(
                        published,
                        drafts("{kind: Profile, id: told, fields: {size: {type: number, description: S.}}}\n")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("profile field level would be gone");
    }

    private static DefinitionLog published(String documents) {
        return PublicationTest.published(Revision.live(drafts(documents)));
    }

    private static List<Draft> drafts(String documents) {
        return PublicationTest.drafts(documents);
    }

    private static String segment(String id, String threshold) {
        return "---\n{kind: Segment, id: %s, owner: me@shop, title: T, when: {aggregate: {event: purchase, fn: count, is: '%s'}}}\n"
                .formatted(id, threshold);
    }
}
