package io.makolet.flink;

import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.explain.Explainer;
import io.makolet.domain.segment.SegmentPlan;
import io.makolet.flink.RecordDecoder.Asked;
import io.makolet.schemas.ExplanationMapping;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.PoisonException.Reason;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Answers who asks why a customer is in a segment. It changes nothing, and takes no memory before somebody asks. Not thread
 * safe.
 */
final class Explanations {

    /** The side output of the answers. */
    static final OutputTag<TopicRecord> OUTPUT = new OutputTag<>("explanations", PackedType.TOPIC_RECORD);

    /** Nobody waits longer: what a job that starts anew finds in the log is mostly older. */
    static final Duration WAITED_FOR = Duration.ofMinutes(10);

    private final SchemaRegistry registry;
    private final CustomerStore store;
    private final Surroundings surroundings;
    private final LongSupplier completeThrough;

    private @Nullable RecordWriter<io.makolet.avro.Explanation> writer;
    private @Nullable SegmentPlan plan;
    private @Nullable Explainer explainer;

    /** @param completeThrough instant up to which everything was applied; {@link Long#MIN_VALUE} before it is known */
    Explanations(
            SchemaRegistry registry, CustomerStore store, Surroundings surroundings, LongSupplier completeThrough) {
        this.registry = registry;
        this.store = store;
        this.surroundings = surroundings;
        this.completeThrough = completeThrough;
    }

    /**
     * The answer; empty where nobody waits for it any more.
     *
     * @throws PoisonException if there is none; the job goes on
     */
    Optional<TopicRecord> answer(LogRecord record, Asked asked, Rules rules) throws IOException, PoisonException {
        if (surroundings.wallTime() - asked.issuedAt() > WAITED_FOR.toMillis()) {
            return Optional.empty();
        }
        CustomerState state = store.find(record.key());
        long now = now(record, state);
        io.makolet.avro.Explanation answer;
        try {
            answer = explainer(rules)
                    .explain(record.key(), state, asked.segment(), now)
                    .map(explanation -> ExplanationMapping.toAvro(asked.requestId(), explanation))
                    .orElseGet(() ->
                            ExplanationMapping.noSuchSegment(asked.requestId(), record.key(), asked.segment(), now));
        } catch (RuntimeException e) {
            throw new PoisonException(
                    Reason.INVALID_VALUE, "segment " + asked.segment() + " can't be explained: " + e, null);
        }
        byte[] key = record.key().getBytes(StandardCharsets.UTF_8);
        return Optional.of(new TopicRecord(TopicRecord.BY_KEY, key, writer().write(answer)));
    }

    /** The instant for which a reader of the views would be answered. */
    private long now(LogRecord record, @Nullable CustomerState state) {
        long complete = completeThrough.getAsLong();
        if (complete == Long.MIN_VALUE) {
            return state == null ? record.appendTime() : state.clock();
        }
        return surroundings.clockMode() == ClockMode.WALL ? Math.min(complete, surroundings.wallTime()) : complete;
    }

    private Explainer explainer(Rules rules) {
        Explainer known = explainer;
        if (known == null || plan != rules.plan()) {
            known = new Explainer(rules.plan());
            explainer = known;
            plan = rules.plan();
        }
        return known;
    }

    private RecordWriter<io.makolet.avro.Explanation> writer() {
        RecordWriter<io.makolet.avro.Explanation> known = writer;
        if (known == null) {
            known = RecordWriter.of(registry, Topic.EXPLANATIONS, io.makolet.avro.Explanation.class);
            writer = known;
        }
        return known;
    }
}
