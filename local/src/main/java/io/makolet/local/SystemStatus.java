package io.makolet.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.StatusRuntimeException;
import io.makolet.v1.StatusRequest;
import io.makolet.v1.StatusResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * How a running system does.
 *
 * @param asOf instant for which the serving node answers; null where it does not answer
 * @param eventsPerSecond events that the job applied per second just now
 * @param freshness how far answers lie behind the time of day; empty under the log's clock
 * @param unread records that the job has not read yet
 * @param unserved views that the serving node has not read yet
 */
record SystemStatus(
        List<PartStatus> parts,
        @Nullable Instant asOf,
        OptionalDouble eventsPerSecond,
        OptionalLong freshness,
        OptionalDouble unread,
        OptionalLong unserved) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String EVENTS_APPLIED = "flink_taskmanager_job_task_operator_makolet_events_applied";
    private static final String UNVISITED = "flink_taskmanager_job_task_operator_makolet_definitions_unvisited_ratio";
    private static final String PENDING = "flink_taskmanager_job_task_operator_pendingRecords";

    /** How one part does; the detail is for people. */
    record PartStatus(String name, boolean healthy, String address, String detail) {}

    private interface Question {
        String ask() throws IOException, InterruptedException, ExecutionException, TimeoutException;
    }

    boolean healthy() {
        return parts.stream().allMatch(PartStatus::healthy);
    }

    /** Asks every part; takes as long as {@code sample}, over which rates are measured. */
    static SystemStatus of(Endpoints endpoints, Duration sample) throws InterruptedException {
        long begin = System.nanoTime();
        @Nullable Scrape before = scrape(endpoints);
        List<PartStatus> parts = new ArrayList<>();
        parts.add(part("broker", endpoints.kafka(), () -> broker(endpoints)));
        parts.add(part("registry", endpoints.registry(), () -> registry(endpoints)));
        parts.add(part("job", endpoints.job(), () -> job(endpoints)));
        @Nullable StatusResponse serving = null;
        try (ServingClient client = new ServingClient(endpoints.grpc())) {
            StatusResponse answer = client.admin().status(StatusRequest.getDefaultInstance());
            parts.add(new PartStatus("serving", answer.getReady(), endpoints.grpc(), detail(answer)));
            serving = answer;
        } catch (StatusRuntimeException e) {
            parts.add(new PartStatus(
                    "serving", false, endpoints.grpc(), e.getStatus().toString()));
        }
        parts.add(part(
                "http",
                endpoints.http(),
                () -> Scrape.get(endpoints.http() + "/readyz").strip()));
        TimeUnit.NANOSECONDS.sleep(sample.toNanos() - (System.nanoTime() - begin));
        @Nullable Scrape after = scrape(endpoints);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Instant asOf = serving == null || !serving.hasAsOf()
                ? null
                : Instant.ofEpochSecond(
                        serving.getAsOf().getSeconds(), serving.getAsOf().getNanos());
        return new SystemStatus(
                parts,
                asOf,
                rate(before, after, seconds),
                asOf == null || endpoints.clock().equals(Clock.LOG.word())
                        ? OptionalLong.empty()
                        : OptionalLong.of(Math.max(
                                0, Duration.between(asOf, Instant.now()).toMillis())),
                after == null ? OptionalDouble.empty() : after.sum(PENDING),
                serving == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(serving.getViewPartitionsList().stream()
                                .mapToLong(partition -> partition.getLag())
                                .sum()));
    }

    private static PartStatus part(String name, String address, Question question) throws InterruptedException {
        try {
            return new PartStatus(name, true, address, question.ask());
        } catch (IOException | ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new PartStatus(name, false, address, cause.toString());
        }
    }

    private static String broker(Endpoints endpoints)
            throws InterruptedException, ExecutionException, TimeoutException {
        int patience = (int) PATIENCE.toMillis();
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers", endpoints.kafka(),
                "request.timeout.ms", patience,
                "default.api.timeout.ms", patience))) {
            return admin.listTopics()
                            .names()
                            .get(patience, TimeUnit.MILLISECONDS)
                            .size() + " topics";
        }
    }

    private static String registry(Endpoints endpoints) throws IOException, InterruptedException {
        return JSON.readTree(Scrape.get(endpoints.registry() + "/subjects")).size() + " subjects";
    }

    private static String job(Endpoints endpoints) throws IOException, InterruptedException {
        String address = endpoints.job() + "/jobs/" + JobCluster.JOB.toHexString();
        JsonNode job = JSON.readTree(Scrape.get(address));
        int tasks = 0;
        int running = 0;
        for (JsonNode vertex : job.path("vertices")) {
            tasks += vertex.path("parallelism").asInt();
            running += vertex.path("tasks").path("RUNNING").asInt();
        }
        String state = job.path("state").asText() + ", " + running + " of " + tasks + " tasks" + sweep(endpoints);
        if (running < tasks || tasks == 0) {
            throw new IOException(state);
        }
        JsonNode checkpoint = JSON.readTree(Scrape.get(address + "/checkpoints"))
                .path("latest")
                .path("completed");
        return checkpoint.isMissingNode() || checkpoint.isNull()
                ? state + ", no checkpoint yet"
                : state + ", checkpoint " + checkpoint.path("id").asLong();
    }

    /** How many of the customers are still to be visited after definitions changed. */
    private static String sweep(Endpoints endpoints) throws IOException, InterruptedException {
        Scrape scrape = Scrape.of(endpoints.jobMetrics());
        double unvisited = scrape.sum(UNVISITED).orElse(0) / Math.max(1, scrape.count(UNVISITED));
        return unvisited > 0
                ? String.format(
                        Locale.ROOT, ", %.0f %% of customers to be visited for new definitions", unvisited * 100)
                : "";
    }

    private static String detail(StatusResponse answer) {
        StringBuilder detail = new StringBuilder(answer.getReady() ? "ready" : "catching up");
        detail.append(", ").append(answer.getCustomers()).append(" customers");
        new TreeMap<>(answer.getDefinitionsMap())
                .forEach((kind, count) -> detail.append(", ")
                        .append(count)
                        .append(' ')
                        .append(kind)
                        .append(count == 1 ? "" : "s"));
        return detail.toString();
    }

    private static @Nullable Scrape scrape(Endpoints endpoints) throws InterruptedException {
        try {
            return Scrape.of(endpoints.jobMetrics());
        } catch (IOException e) {
            return null;
        }
    }

    private static OptionalDouble rate(@Nullable Scrape before, @Nullable Scrape after, double seconds) {
        OptionalDouble first = before == null ? OptionalDouble.empty() : before.sum(EVENTS_APPLIED);
        OptionalDouble last = after == null ? OptionalDouble.empty() : after.sum(EVENTS_APPLIED);
        return first.isEmpty() || last.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(0, last.getAsDouble() - first.getAsDouble()) / seconds);
    }
}
