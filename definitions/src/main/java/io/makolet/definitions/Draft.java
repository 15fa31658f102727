package io.makolet.definitions;

import io.makolet.domain.definition.Definition;
import java.util.List;
import java.util.Set;

/**
 * A checked definition that is not published yet.
 *
 * @param id unique within its kind
 * @param owner who answers for it; empty where a profile names nobody
 * @param title one line for people; empty where a profile has none
 * @param file the source file it stands in
 * @param source its YAML document as written
 * @param eventFields fields of events it depends on
 * @param profileFields declared profile fields it depends on
 * @param expansions the macros in its condition, in order, and what they stand for
 */
public record Draft(
        String id,
        String owner,
        String title,
        String file,
        String source,
        Definition.Body body,
        Set<EventField> eventFields,
        Set<String> profileFields,
        List<Expansion> expansions) {

    public Draft {
        eventFields = Set.copyOf(eventFields);
        profileFields = Set.copyOf(profileFields);
        expansions = List.copyOf(expansions);
    }

    /** Key in the definitions topic: kind, slash, id. */
    public String key() {
        return body.kind() + "/" + id;
    }

    /**
     * The definition that publishing makes of it.
     *
     * @param version counts up from 1
     * @param index position in bitsets and score columns
     * @param publishedAt milliseconds since the epoch, UTC
     */
    public Definition publish(int version, int index, Definition.Status status, long publishedAt) {
        return new Definition(id, version, index, status, owner, title, publishedAt, source, body);
    }
}
