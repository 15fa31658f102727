package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndPollerTest {

    private static final TopicPartition A = new TopicPartition("a", 0);

    private final AtomicLong wallClock = new AtomicLong(1000);
    private final FakeEnds log = new FakeEnds();
    private final EndPoller poller = new EndPoller(() -> log, wallClock::incrementAndGet, "test-ends");

    @AfterEach
    void closePoller() throws InterruptedException {
        poller.close();
        assertThat(log.closed.await(10, TimeUnit.SECONDS))
                .as("closed on its own thread")
                .isTrue();
    }

    @Test
    void answersWithTheTimeBeforeItAsked() throws Exception {
        poller.watch(Set.of(A));
        poller.start();

        EndPoller.Answer answer = await(a -> !a.ends().isEmpty());
        assertThat(answer.ends()).containsExactly(Map.entry(A, 42L));
        assertThat(answer.wallTime()).isLessThanOrEqualTo(log.askedAt);
    }

    @Test
    void saysThatTimeGoesOnAlsoWithoutPartitionsAndWithoutABroker() throws Exception {
        poller.start();
        EndPoller.Answer none = await(a -> a.ends().isEmpty());

        log.failing = true;
        poller.watch(Set.of(A));
        EndPoller.Answer later = await(a -> a.wallTime() > none.wallTime() + 2);
        assertThat(later.ends()).isEmpty();

        log.failing = false;
        assertThat(await(a -> !a.ends().isEmpty()).ends()).containsKey(A);
    }

    @Test
    void probesWhereAReaderIsStuck() throws Exception {
        poller.watch(Set.of(A));
        poller.probe(Map.of(A, 7L));
        poller.start();

        assertThat(await(a -> !a.nextRecords().isEmpty()).nextRecords()).containsExactly(Map.entry(A, 8L));
    }

    @Test
    void tellsTheReaderWhenItCanGoOnNoMore() {
        log.broken = true;
        poller.watch(Set.of(A));
        poller.start();

        assertThatThrownBy(() -> await(a -> false)).rootCause().hasMessage("broken");
    }

    /** Takes answers until one satisfies, as a reader does: it waits for the future and then takes. */
    private EndPoller.Answer await(Predicate<EndPoller.Answer> satisfied) throws Exception {
        while (true) {
            poller.answered().get(30, TimeUnit.SECONDS);
            EndPoller.Answer answer = poller.take();
            if (answer != null && satisfied.test(answer)) {
                return answer;
            }
        }
    }

    private final class FakeEnds implements LogEnds {

        private final CountDownLatch closed = new CountDownLatch(1);
        private volatile boolean failing;
        private volatile boolean broken;
        private volatile long askedAt;

        @Override
        public Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions) throws BrokerException {
            askedAt = wallClock.incrementAndGet();
            if (broken) {
                throw new IllegalStateException("broken");
            }
            if (failing) {
                throw new BrokerException(new IOException("no broker"));
            }
            return Map.of(A, 42L);
        }

        @Override
        public Map<TopicPartition, Long> nextRecords(Map<TopicPartition, Long> positions) {
            return Map.of(A, Objects.requireNonNull(positions.get(A)) + 1);
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
