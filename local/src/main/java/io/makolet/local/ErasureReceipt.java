package io.makolet.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.makolet.avro.Erasure;
import io.makolet.local.Retention.Kept;
import io.makolet.schemas.Topic;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was done to forget a person, and when.
 *
 * @param through last instant of what is forgotten
 * @param tombstones where the job said that it has forgotten them, by id
 * @param removedAt when the serving node had read that
 * @param known is somebody of this id known again, of what came after?
 * @param retention of the topics in which records of the person may be
 */
record ErasureReceipt(
        Erasure erasure,
        Instant through,
        Map<String, Tombstone> tombstones,
        Instant removedAt,
        boolean known,
        Retention retention) {

    /**
     * The job's word, in the views topic, that nobody of this id is there.
     *
     * @param at append time
     */
    record Tombstone(int partition, long offset, Instant at) {}

    /** What became of the person's records in a topic. */
    private record Trace(Topic topic, String done) {}

    /** The topics that a receipt speaks of. */
    static List<Topic> topics() {
        List<Topic> topics = new ArrayList<>(
                List.of(Topic.ERASURES, Topic.CUSTOMER_VIEWS, Topic.SEGMENT_TRANSITIONS, Topic.DEAD_LETTERS));
        topics.addAll(Topic.EVENTS);
        return topics;
    }

    private List<Trace> traces() {
        List<Trace> traces = new ArrayList<>();
        traces.add(new Trace(Topic.ERASURES, "the erasure is recorded, for restores"));
        traces.add(new Trace(
                Topic.CUSTOMER_VIEWS,
                (tombstones.size() == 1 ? "tombstone at " : "tombstones at ")
                        + tombstones.values().stream()
                                .map(tombstone ->
                                        "partition " + tombstone.partition() + ", offset " + tombstone.offset())
                                .collect(Collectors.joining("; "))
                        + "; older views go with compaction, "
                        + retention.goneWithin(Topic.CUSTOMER_VIEWS)));
        traces.add(new Trace(Topic.SEGMENT_TRANSITIONS, "memberships ended; older transitions stay"));
        Topic.EVENTS.forEach(topic -> traces.add(new Trace(topic, "events stay, and are never applied again")));
        traces.add(new Trace(Topic.DEAD_LETTERS, "letters stay; they have neither customer id nor content"));
        return traces;
    }

    /** When the job had cleared all of the person's ids. */
    private Instant clearedAt() {
        return tombstones.values().stream()
                .map(Tombstone::at)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    void print(PrintWriter out) {
        out.println("forgot " + String.join(", ", tombstones.keySet()) + ", everything through " + through
                + (known ? "; somebody of this id came back since" : ""));
        Table steps = new Table("STEP", "AT");
        steps.row("asked", erasure.getErasedAt().toString());
        steps.row("cleared by the job", clearedAt().toString());
        steps.row("removed from serving", removedAt.toString());
        steps.print(out);
        out.println();
        Table topics = new Table("TOPIC", "DONE", "KEPT");
        for (Trace trace : traces()) {
            topics.row(trace.topic().topicName(), trace.done(), retention.text(trace.topic()));
        }
        topics.print(out);
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("customer", erasure.getCustomerId())
                .put("request_id", erasure.getRequestId())
                .put("requested_at", erasure.getErasedAt().toString())
                .put("erased_through", through.toString())
                .put("job_cleared_at", clearedAt().toString())
                .put("serving_removed_at", removedAt.toString())
                .put(
                        "took_ms",
                        Duration.between(erasure.getErasedAt(), removedAt).toMillis())
                .put("known", known);
        ArrayNode ids = json.putArray("ids");
        tombstones.keySet().forEach(ids::add);
        ArrayNode topics = json.putArray("topics");
        for (Trace trace : traces()) {
            ObjectNode topic =
                    topics.addObject().put("topic", trace.topic().topicName()).put("done", trace.done());
            Kept kept = retention.kept(trace.topic());
            topic.put("kept", kept.name().toLowerCase(Locale.ROOT));
            topic.put("kept_days", kept == Kept.DAYS ? Long.valueOf(retention.days(trace.topic())) : null);
        }
        return json;
    }
}
