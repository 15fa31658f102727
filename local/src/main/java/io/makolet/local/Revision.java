package io.makolet.local;

import com.fasterxml.jackson.annotation.JsonValue;
import io.makolet.definitions.Draft;
import io.makolet.domain.definition.Definition;
import io.makolet.domain.definition.Definition.SegmentBody;
import io.makolet.schemas.RegistryConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Definitions that are compared with those that would take their place.
 *
 * @param before all that are live
 * @param after all that would be
 */
public record Revision(List<Definition> before, List<Definition> after) {

    /** What becomes of a segment. */
    public enum Change {
        NEW,
        CHANGED,
        RETIRED,
        UNCHANGED;

        /** As in JSON. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Revision {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** One folder in the place of another: what is not in it any more is retired. */
    public static Revision ofFolders(List<Draft> before, List<Draft> after) {
        return new Revision(live(before), live(after));
    }

    /**
     * A folder published into the system that runs in a home: what is not in the folder stays.
     *
     * @throws InvalidInput if it would be refused
     */
    public static Revision ofPublished(Path home, List<Draft> drafts) throws IOException {
        Endpoints endpoints = Endpoints.of(home);
        RegistryConfig schemas = RegistryConfig.of(endpoints.registry())
                .withCache(home.toAbsolutePath().resolve("schemas"));
        return of(DefinitionLog.read(endpoints.kafka(), schemas), drafts);
    }

    static Revision of(DefinitionLog published, List<Draft> drafts) {
        List<String> broken = ProfileUse.brokenBy(drafts, published.live());
        if (!broken.isEmpty()) {
            throw new InvalidInput(String.join("; ", broken));
        }
        Map<String, Definition> after = new LinkedHashMap<>();
        published.live().forEach(definition -> after.put(definition.key(), definition));
        Publication.of(drafts, published, 0).changed().forEach(next -> after.put(next.key(), next));
        return new Revision(List.copyOf(published.live()), List.copyOf(after.values()));
    }

    /** Drafts as if they were live. */
    public static List<Definition> live(List<Draft> drafts) {
        List<Definition> result = new ArrayList<>();
        for (Draft draft : drafts) {
            result.add(draft.publish(1, result.size(), Definition.Status.LIVE, 0));
        }
        return result;
    }

    /** What becomes of each segment's own text, by id; what it refers to may change all the same. */
    public Map<String, Change> segments() {
        Map<String, Definition.Body> was = bodies(before);
        Map<String, Definition.Body> is = bodies(after);
        Map<String, Change> result = new TreeMap<>();
        was.forEach((id, body) -> result.put(id, change(body, is.get(id))));
        is.keySet().forEach(id -> result.putIfAbsent(id, Change.NEW));
        return result;
    }

    private static Change change(Definition.Body was, Definition.@Nullable Body is) {
        if (is == null) {
            return Change.RETIRED;
        }
        return was.equals(is) ? Change.UNCHANGED : Change.CHANGED;
    }

    private static Map<String, Definition.Body> bodies(List<Definition> definitions) {
        Map<String, Definition.Body> result = new TreeMap<>();
        definitions.stream()
                .filter(definition -> definition.body() instanceof SegmentBody)
                .forEach(definition -> result.put(definition.id(), definition.body()));
        return result;
    }
}
