package io.makolet.flink;

import io.makolet.avro.CustomerView;
import io.makolet.avro.SegmentTransition;
import io.makolet.domain.segment.Transition;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import io.makolet.schemas.TransitionMapping;
import io.makolet.schemas.ViewMapping;
import java.nio.charset.StandardCharsets;

/** Writes views and transitions. Not thread safe. */
final class Publisher {

    private final RecordWriter<CustomerView> views;
    private final RecordWriter<SegmentTransition> transitions;

    Publisher(SchemaRegistry registry) {
        this.views = RecordWriter.of(registry, Topic.CUSTOMER_VIEWS, CustomerView.class);
        this.transitions = RecordWriter.of(registry, Topic.SEGMENT_TRANSITIONS, SegmentTransition.class);
    }

    TopicRecord view(io.makolet.domain.customer.CustomerView view) {
        return new TopicRecord(TopicRecord.BY_KEY, key(view.customerId()), views.write(ViewMapping.toAvro(view)));
    }

    /** @param detectedAt wall clock, milliseconds UTC */
    TopicRecord transition(String customerId, Transition transition, long detectedAt) {
        byte[] value = transitions.write(TransitionMapping.toAvro(customerId, transition, detectedAt));
        return new TopicRecord(TopicRecord.BY_KEY, key(customerId), value);
    }

    private static byte[] key(String customerId) {
        return customerId.getBytes(StandardCharsets.UTF_8);
    }
}
