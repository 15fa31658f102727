package io.makolet.serving.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.SchemaRegistry;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IngestDeskTest {

    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch gate = new CountDownLatch(1);

    /** Gives no answer before the gate opens. */
    private final SchemaRegistry registry = new SchemaRegistry() {
        private final SchemaRegistry known = new BuiltInRegistry();

        @Override
        public int idOf(String subject, Schema schema) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return known.idOf(subject, schema);
        }

        @Override
        public Schema schemaOf(int id) {
            return known.schemaOf(id);
        }
    };

    @Test
    void takesABoundedNumberAndGivesBackWhatItCannotAppend() throws Exception {
        Map<String, Object> nobody = Map.of("bootstrap.servers", "127.0.0.1:1", "request.timeout.ms", 50);
        try (IngestDesk desk = new IngestDesk(nobody, registry, Duration.ofMillis(100))) {
            List<CompletableFuture<Void>> first =
                    desk.append(Collections.nCopies(IngestDesk.MOST_WAITING - 1, event()));
            assertThatThrownBy(() -> desk.append(List.of(event(), event())))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
            List<CompletableFuture<Void>> last = desk.append(List.of(event()));
            gate.countDown();
            for (CompletableFuture<Void> answer : first) {
                assertThat(failure(answer)).isEqualTo(Status.Code.UNAVAILABLE);
            }
            assertThat(failure(last.get(0))).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(desk.append(List.of(event(), event()))).hasSize(2);
        }
    }

    private static Status.Code failure(CompletableFuture<Void> answer) throws Exception {
        return Status.fromThrowable(answer.handle((done, problem) -> problem).get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .getCode();
    }

    private static Incoming event() {
        Event event = new Event(
                "e",
                "dana",
                "page_view",
                0,
                EventSchema.CLICKSTREAM,
                new @Nullable Object[EventSchema.CLICKSTREAM.fields().size()],
                Map.of(),
                List.of(),
                List.of(),
                Map.of());
        return new Incoming(event, List.of());
    }
}
