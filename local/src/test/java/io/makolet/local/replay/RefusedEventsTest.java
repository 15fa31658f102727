package io.makolet.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.event.Event;
import io.makolet.local.InvalidInput;
import io.makolet.local.replay.mapping.EventFile;
import io.makolet.local.replay.mapping.Mapping;
import io.makolet.local.replay.mapping.RowReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusedEventsTest {

    private static final String REASON = "fields.country is 'x', expected 'y'";
    private static final String MESSAGE =
            "orders.csv:4: event is '2@2010-12-01 08:28:00', expected what the serving node takes: " + REASON;

    @TempDir
    private Path folder = Path.of("");

    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void writeOrders() throws Exception {
        Files.writeString(folder.resolve("orders.csv"), """
                ts,customer_id,type,order_id,amount_milli,units,lines,country
                2010-12-01 08:26:00,17850,purchase,1,139120,40,7,United Kingdom
                2010-12-01 08:27:00,17850,purchase,broken,what?,12,2,United Kingdom
                2010-12-01 08:28:00,17850,purchase,2,22200,12,2,United Kingdom
                """);
    }

    private EventFile orders() throws Exception {
        return EventFile.open(
                folder.resolve("orders.csv"), Mapping.load(Path.of("../examples/online-retail/mapping.yaml")));
    }

    private static Event last(EventFile file) throws Exception {
        RowReport ignored = row -> {};
        try (EventFile.Events events = file.read(Long.MAX_VALUE, ignored)) {
            Objects.requireNonNull(events.next());
            return Objects.requireNonNull(events.next());
        }
    }

    @Test
    void areToldWithTheirLineWhenAllWasSent() throws Exception {
        EventFile file = orders();
        Path rejects = folder.resolve("rejects.ndjson");
        try (RowTally rows = new RowTally(10, false, rejects, said::add)) {
            try (RefusedEvents refused = new RefusedEvents(file, rows, false)) {
                refused.accept(last(file), REASON);
                assertThat(said).isEmpty();
            }
            assertThat(said).containsExactly(MESSAGE);
            assertThat(rows.rejectedCount()).isOne();
        }
        assertThat(Files.readString(rejects)).contains("\"line\":4").contains("\"row\":\"2010-12-01 08:28:00,17850");
    }

    @Test
    void areTheEndWhereReplaysAreStrict() throws Exception {
        EventFile file = orders();
        try (RowTally rows = new RowTally(10, true, null, said::add);
                RefusedEvents refused = new RefusedEvents(file, rows, true)) {
            assertThatThrownBy(() -> refused.accept(last(file), REASON))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessage(MESSAGE);
        }
    }
}
