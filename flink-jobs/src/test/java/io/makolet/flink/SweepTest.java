package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.customer.CustomerState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepTest {

    private int visited;

    @ParameterizedTest
    @CsvSource({"1, 160", "5, 32", "1000, 32", "0, 500"})
    void endsATurnWhenItHasTakenLongEnough(long millisBetweenLooks, int visitedInOneTurn) throws Exception {
        try (TurnClock clock = new TurnClock(millisBetweenLooks)) {
            Sweep<CustomerState> sweep = new Sweep<>(
                    new Endless(), this::visit, () -> Rules.of(List.of()), Sweep.TOGETHER, clock, through -> {});
            sweep.inForce(7, Sweep.Need.EVALUATE);
            assertThat(visited).isEqualTo(visitedInOneTurn);
            assertThat(clock.due).hasSize(1);
            clock.due.get(0).onProcessingTime(1);
            assertThat(visited).as("after the next turn").isEqualTo(2 * visitedInOneTurn);
        }
    }

    private boolean visit(CustomerState state, Rules rules, boolean again) {
        visited++;
        return false;
    }

    /** There is always one more customer. */
    private static final class Endless implements CustomerStore<CustomerState> {

        private int next;

        @Override
        public @Nullable CustomerState find(String customerId) {
            return null;
        }

        @Override
        public void changed(CustomerState state) {}

        @Override
        public void remove(String customerId) {}

        @Override
        public boolean undo(String customerId) {
            return true;
        }

        @Override
        public Round<CustomerState> round() {
            return new Round<>() {
                @Override
                public boolean next(Visitor<CustomerState> visitor) throws Exception {
                    String id = "c" + next++;
                    visitor.visit(id, new CustomerState(id));
                    return true;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void flush() {}
    }
}
