package io.makolet.serving.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.avro.Explanation;
import io.makolet.schemas.BuiltInRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A desk whose log gives no answer. */
class ExplainDeskTest {

    private static final byte[] KEY = {'c'};

    private final ExplainDesk desk =
            new ExplainDesk(Map.of("bootstrap.servers", "127.0.0.1:1"), new BuiltInRegistry(), () -> 0);

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void letsABoundedNumberWaitAndTakesOthersWhenTheyAreGone() {
        List<CompletableFuture<Explanation>> waiting = new ArrayList<>();
        for (int i = 0; i < ExplainDesk.MOST_WAITING; i++) {
            waiting.add(desk.ask(KEY, "s", Duration.ofMinutes(1)));
        }
        assertThatThrownBy(() -> desk.ask(KEY, "s", Duration.ofMinutes(1)))
                .isInstanceOf(TooManyQuestionsException.class)
                .hasMessageContaining("64 questions");

        waiting.forEach(answer -> answer.cancel(false));

        assertThat(desk.waiting()).isZero();
        assertThat(desk.ask(KEY, "s", Duration.ofMinutes(1))).isNotDone();
    }

    @Test
    void givesUpInTime() {
        CompletableFuture<Explanation> answer = desk.ask(KEY, "s", Duration.ofMillis(20));

        assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(desk.waiting()).isZero();
    }
}
