package io.makolet.flink;

import io.makolet.domain.customer.Erasure;
import io.makolet.schemas.ErasureMapping;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who of a task's customers was forgotten, and when last. It begins with all of {@link Topic#ERASURES}, read before the
 * task does anything: so a restored state, however old, knows of every erasure since. Those that come later are told to
 * it. Not thread-safe.
 */
final class Erasures {

    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Map<String, Erasure> byCustomer = new HashMap<>();

    private Erasures() {}

    /**
     * Reads the topic to its end, and waits for the broker as long as it takes.
     *
     * @param own is a customer this task's?
     */
    static Erasures read(Surroundings surroundings, RecordReader reader, Predicate<String> own) {
        Erasures erasures = new Erasures();
        Duration wait = FIRST_PAUSE;
        while (true) {
            try {
                surroundings.readAll(Topic.ERASURES, record -> erasures.add(record, reader, own));
                return erasures;
            } catch (InterruptException e) {
                Thread.currentThread().interrupt();
                throw e;
            } catch (KafkaException e) {
                LOG.warn("waiting for the broker to tell who was erased: {}", e.getMessage());
                pause(surroundings, wait, e);
                wait = wait.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? wait.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    /** One more erasure; what is known of a later one stays. */
    void add(Erasure erasure) {
        byCustomer.merge(erasure.customerId(), erasure, (a, b) -> a.through() >= b.through() ? a : b);
    }

    /** The last erasure of each customer who was forgotten. */
    Collection<Erasure> all() {
        return byCustomer.values();
    }

    /** Is what the record tells forgotten? Commands tell nothing of a person. */
    boolean cover(LogRecord record) {
        return record.topic() != Topic.COMMANDS && cover(record.key(), record);
    }

    /** Is what a record tells of a customer forgotten? */
    boolean cover(String customerId, LogRecord record) {
        if (byCustomer.isEmpty()) {
            return false;
        }
        Erasure erasure = byCustomer.get(customerId);
        return erasure != null && erasure.covers(record.appendTime(), record.eventTime());
    }

    /** The last erasure of a customer; null for who was never forgotten. */
    @Nullable
    Erasure of(String customerId) {
        return byCustomer.get(customerId);
    }

    /** Era of a customer of whom nothing is known. */
    int era(String customerId) {
        Erasure erasure = byCustomer.get(customerId);
        return erasure == null ? 0 : erasure.era();
    }

    private void add(Surroundings.Entry record, RecordReader reader, Predicate<String> own) {
        String customerId = new String(record.key(), StandardCharsets.UTF_8);
        byte @Nullable [] value = record.value();
        if (value == null || !own.test(customerId)) {
            return;
        }
        try {
            SpecificRecord read = reader.read(value);
            if (read instanceof io.makolet.avro.Erasure erasure) {
                add(ErasureMapping.toDomain(customerId, erasure, record.appendTime()));
            } else {
                LOG.warn(
                        "passing over offset {} of {}, expected an erasure",
                        record.offset(),
                        Topic.ERASURES.topicName());
            }
        } catch (PoisonException e) {
            LOG.warn("passing over offset {} of {}: {}", record.offset(), Topic.ERASURES.topicName(), e.getMessage());
        }
    }

    private static void pause(Surroundings surroundings, Duration time, KafkaException reason) {
        try {
            surroundings.pause(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }
}
