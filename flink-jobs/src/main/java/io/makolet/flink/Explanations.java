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
    private final Finder customers;
    private final Surroundings surroundings;
    private final LongSupplier completeThrough;

    private @Nullable RecordWriter<io.makolet.avro.Explanation> writer;
    private @Nullable SegmentPlan plan;
    private @Nullable Explainer explainer;

    /** @param completeThrough instant up to which everything was applied; {@link Long#MIN_VALUE} before it is known */
    Explanations(SchemaRegistry registry, Finder customers, Surroundings surroundings, LongSupplier completeThrough) {
        this.registry = registry;
        this.customers = customers;
        this.surroundings = surroundings;
        this.completeThrough = completeThrough;
    }

    /** Where states are. */
    interface Finder {
        /** The customer's state; null if nothing is known of them. */
        @Nullable
        CustomerState find(String customerId) throws IOException;
    }

    /**
     * The answer; empty where nobody waits for it any more.
     *
     * @param customerId the customer, or the person whose id it is that is asked about
     * @throws PoisonException if there is none; the job goes on
     */
    Optional<TopicRecord> answer(String customerId, LogRecord record, Asked asked, Rules rules)
            throws IOException, PoisonException {
        if (surroundings.wallTime() - asked.issuedAt() > WAITED_FOR.toMillis()) {
            return Optional.empty();
        }
        CustomerState state = customers.find(customerId);
        long now = now(record, state);
        io.makolet.avro.Explanation answer;
        try {
            answer = explainer(rules)
                    .explain(customerId, state, asked.segment(), now)
                    .map(explanation -> ExplanationMapping.toAvro(asked.requestId(), explanation))
                    .orElseGet(() ->
                            ExplanationMapping.noSuchSegment(asked.requestId(), customerId, asked.segment(), now));
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
