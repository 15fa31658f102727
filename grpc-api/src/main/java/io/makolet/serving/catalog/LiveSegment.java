package io.makolet.serving.catalog;

import io.makolet.domain.definition.Definition;
import io.makolet.domain.segment.SegmentDefinition;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A live segment. */
public final class LiveSegment {

    private final Definition definition;
    private final @Nullable String purpose;
    private final byte @Nullable [] purposeBytes;

    LiveSegment(Definition definition, SegmentDefinition segment) {
        this.definition = definition;
        this.purpose = segment.purpose();
        this.purposeBytes = purpose == null ? null : purpose.getBytes(StandardCharsets.UTF_8);
    }

    /** Id of the segment. */
    public String id() {
        return definition.id();
    }

    /** Position of the segment in views. */
    public int index() {
        return definition.index();
    }

    /** Version of the definition. */
    public int version() {
        return definition.version();
    }

    /** Consent purpose without which a membership is unknown; null for an operational segment. */
    public @Nullable String purpose() {
        return purpose;
    }

    byte @Nullable [] purposeBytes() {
        return purposeBytes;
    }

    @Override
    public String toString() {
        return id();
    }
}
