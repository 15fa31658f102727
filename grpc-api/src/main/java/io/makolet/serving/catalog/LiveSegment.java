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
    private final long since;
    private final boolean own;

    /**
     * @param since offset of the definition, its own or of a segment that it refers to, since which it asks for what it does; or
     *     if that is later, of the record that says that the past of what it looks at has been read in
     * @param own is it its own definition since which it asks for what it does?
     */
    LiveSegment(Definition definition, SegmentDefinition segment, long since, boolean own) {
        this.definition = definition;
        this.since = since;
        this.own = own;
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

    /**
     * Is it still warming: may there be customers who have not been evaluated for it, or of whom it is not known because their
     * past is still being read in?
     *
     * @param evaluatedThrough offset of the last definition for which everybody has been evaluated
     */
    public boolean isWarming(long evaluatedThrough) {
        return since > evaluatedThrough;
    }

    /** Was a membership that was computed by a version computed by what it asks for now? */
    public boolean isComputedBy(int version) {
        return own && version == definition.version();
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
