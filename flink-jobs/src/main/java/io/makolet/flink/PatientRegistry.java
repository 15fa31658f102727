package io.makolet.flink;

import io.makolet.schemas.RegistryUnavailableException;
import io.makolet.schemas.SchemaRegistry;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.flink.util.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry that is waited for, for those who can't go on without an answer: while it is down the job stands still and
 * loses nothing.
 */
final class PatientRegistry implements SchemaRegistry, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PatientRegistry.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final SchemaRegistry registry;
    private final Surroundings surroundings;
    private final Runnable onWait;

    /** @param onWait called each time before it waits */
    PatientRegistry(Surroundings surroundings, Runnable onWait) {
        this.registry = surroundings.openRegistry();
        this.surroundings = surroundings;
        this.onWait = onWait;
    }

    @Override
    public int idOf(String subject, Schema schema) {
        return ask("subject " + subject, () -> registry.idOf(subject, schema));
    }

    @Override
    public Schema schemaOf(int id) {
        return ask("schema " + id, () -> registry.schemaOf(id));
    }

    @Override
    public void close() {
        if (registry instanceof AutoCloseable closeable) {
            IOUtils.closeQuietly(closeable);
        }
    }

    private <T> T ask(String what, Supplier<T> question) {
        Duration wait = FIRST_PAUSE;
        while (true) {
            try {
                return question.get();
            } catch (RegistryUnavailableException e) {
                LOG.warn("waiting for the schema registry to tell about {}: {}", what, e.getMessage());
                onWait.run();
                pauseFor(wait, e);
                wait = wait.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? wait.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private void pauseFor(Duration time, RegistryUnavailableException reason) {
        try {
            surroundings.pause(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }
}
