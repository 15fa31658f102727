package io.makolet.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.RegistryUnavailableException;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import io.makolet.schemas.UnknownSchemaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatientRegistryTest {

    private final TestRegistry server = TestRegistry.start();
    private final List<Duration> pauses = new ArrayList<>();
    private int waits;

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void waitsLongerAndLongerUntilTheRegistryAnswers() {
        server.setDown(true);
        try (PatientRegistry registry = registry(() -> server.setDown(pauses.size() < 8))) {
            Schema schema = registry.schemaOf(1);

            assertThat(schema.getName()).isEqualTo("Clickstream");
            assertThat(pauses)
                    .containsExactly(
                            Duration.ofMillis(100),
                            Duration.ofMillis(200),
                            Duration.ofMillis(400),
                            Duration.ofMillis(800),
                            Duration.ofMillis(1600),
                            Duration.ofMillis(3200),
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(5));
            assertThat(waits).isEqualTo(8);
        }
    }

    @Test
    void doesNotWaitWhenTheRegistrySaysThatThereIsNone() {
        try (PatientRegistry registry = registry(() -> {})) {
            assertThatThrownBy(() -> registry.schemaOf(4711)).isInstanceOf(UnknownSchemaException.class);
            assertThat(pauses).isEmpty();
        }
    }

    @Test
    void givesUpWhenTheTaskIsCancelled() {
        server.setDown(true);
        try (PatientRegistry registry = registry(() -> {
            throw new InterruptedException();
        })) {
            assertThatThrownBy(() -> registry.schemaOf(1)).isInstanceOf(RegistryUnavailableException.class);
            assertThat(Thread.interrupted()).as("the thread is told").isTrue();
        }
    }

    /** What a test does while the registry waits. */
    private interface Meanwhile {
        void happen() throws InterruptedException;
    }

    private PatientRegistry registry(Meanwhile meanwhile) {
        Surroundings surroundings = new Surroundings() {
            @Override
            public SchemaRegistry openRegistry() {
                return new ConfluentRegistry(server.config());
            }

            @Override
            public int partitionsOf(Topic topic) {
                throw new AssertionError("not asked for");
            }

            @Override
            public void readAll(Topic topic, Consumer<Entry> sink) {
                throw new AssertionError("not asked for");
            }

            @Override
            public ClockMode clockMode() {
                throw new AssertionError("not asked for");
            }

            @Override
            public long wallTime() {
                throw new AssertionError("not asked for");
            }

            @Override
            public void pause(Duration time) throws InterruptedException {
                pauses.add(time);
                meanwhile.happen();
            }
        };
        return new PatientRegistry(surroundings, () -> waits++);
    }
}
