package io.makolet.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.makolet.local.InvalidInput;
import io.makolet.local.replay.mapping.BrokenRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowTallyTest {

    private static final BrokenRow ROW =
            new BrokenRow("orders.csv", 17, "amount", "12,5", "a whole number", "1,\"12,5\",x");

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    @Test
    void showsTheFirstAndCountsAll() throws Exception {
        try (RowTally tally = new RowTally(2, false, null, lines::add)) {
            for (int i = 0; i < 5; i++) {
                tally.row();
                tally.broken(ROW);
            }
            assertThat(tally.rejectedCount()).isEqualTo(5);
            assertThat(tally.rowCount()).isEqualTo(5);
        }
        assertThat(lines)
                .containsExactly(
                        "orders.csv:17: amount is '12,5', expected a whole number",
                        "orders.csv:17: amount is '12,5', expected a whole number",
                        "more broken rows are counted, but not shown");
    }

    @Test
    void keepsEveryBrokenRowInAFile() throws Exception {
        Path rejects = folder.resolve("rejects.ndjson");
        try (RowTally tally = new RowTally(0, false, rejects, lines::add)) {
            tally.broken(ROW);
            tally.broken(ROW);
        }

        List<String> written = Files.readAllLines(rejects);
        JsonNode first = new ObjectMapper().readTree(written.get(0));
        assertThat(written).hasSize(2);
        assertThat(first.get("row").asText()).isEqualTo("1,\"12,5\",x");
        assertThat(first.get("line").asLong()).isEqualTo(17);
        assertThat(first.get("expected").asText()).isEqualTo("a whole number");
    }

    @Test
    void endsWithTheFirstWhereThatIsAskedFor() throws Exception {
        try (RowTally tally = new RowTally(2, true, null, lines::add)) {
            assertThatThrownBy(() -> tally.broken(ROW))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessage("orders.csv:17: amount is '12,5', expected a whole number");
        }
    }
}
