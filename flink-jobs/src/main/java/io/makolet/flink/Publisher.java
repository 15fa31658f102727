package io.makolet.flink;

import io.makolet.avro.SegmentTransition;
import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.Person;
import io.makolet.domain.segment.Transition;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import io.makolet.schemas.TransitionMapping;
import io.makolet.schemas.ViewWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Writes views and transitions. Not thread safe. */
final class Publisher implements Customers.Announcer {

    private final ViewWriter viewWriter;
    private final RecordWriter<SegmentTransition> transitionWriter;
    private final long attempt;
    private final LongSupplier wallClock;
    private final Consumer<TopicRecord> views;
    private final Consumer<TopicRecord> transitions;

    /**
     * @param attempt of the run, for the versions of views
     * @param views takes views
     * @param transitions takes transitions
     */
    Publisher(
            SchemaRegistry registry,
            long attempt,
            LongSupplier wallClock,
            Consumer<TopicRecord> views,
            Consumer<TopicRecord> transitions) {
        this.viewWriter = new ViewWriter(registry);
        this.transitionWriter = RecordWriter.of(registry, Topic.SEGMENT_TRANSITIONS, SegmentTransition.class);
        this.attempt = attempt;
        this.wallClock = wallClock;
        this.views = views;
        this.transitions = transitions;
    }

    @Override
    public long attempt() {
        return attempt;
    }

    @Override
    public void view(CustomerState state, Rules rules) {
        byte[] value = viewWriter.write(rules.views().view(state, attempt));
        views.accept(new TopicRecord(TopicRecord.BY_KEY, key(state.customerId()), value));
    }

    @Override
    public void view(Person person, Rules rules) {
        byte[] value = viewWriter.write(rules.views().view(person, attempt));
        views.accept(new TopicRecord(TopicRecord.BY_KEY, key(person.told().customerId()), value));
    }

    @Override
    public void transition(String customerId, Transition transition) {
        byte[] value = transitionWriter.write(TransitionMapping.toAvro(customerId, transition, wallClock.getAsLong()));
        transitions.accept(new TopicRecord(TopicRecord.BY_KEY, key(customerId), value));
    }

    @Override
    public void gone(String customerId) {
        views.accept(new TopicRecord(TopicRecord.BY_KEY, key(customerId), null));
    }

    private static byte[] key(String customerId) {
        return customerId.getBytes(StandardCharsets.UTF_8);
    }
}
