package io.makolet.domain.definition;

import io.makolet.domain.offer.OfferDefinition;
import io.makolet.domain.segment.SegmentDefinition;

/**
 * A published definition.
 *
 * @param id unique within its kind
 * @param version counts up from 1 with every publication
 * @param index position in bitsets and score columns, never reused within the kind
 * @param status stage of life
 * @param owner who answers for it
 * @param title one line for people
 * @param publishedAt milliseconds since the epoch, UTC
 * @param source the YAML it was made from
 */
public record Definition(
        String id,
        int version,
        int index,
        Status status,
        String owner,
        String title,
        long publishedAt,
        String source,
        Body body) {

    /** Stage of life of a published definition. */
    public enum Status {
        WARMING,
        LIVE,
        RETIRED
    }

    /** What is defined. */
    public sealed interface Body {
        /** Word for the kind, as in YAML and in the topic's key. */
        String kind();
    }

    /** A segment. */
    public record SegmentBody(SegmentDefinition segment) implements Body {
        @Override
        public String kind() {
            return "segment";
        }
    }

    /** An offer. */
    public record OfferBody(OfferDefinition offer) implements Body {
        @Override
        public String kind() {
            return "offer";
        }
    }

    /** The declared profile fields. */
    public record ProfileBody(ProfileDeclaration profile) implements Body {
        @Override
        public String kind() {
            return "profile";
        }
    }

    /** Key in the definitions topic: kind, slash, id. */
    public String key() {
        return body.kind() + "/" + id;
    }
}
