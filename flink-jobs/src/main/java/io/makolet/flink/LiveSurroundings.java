package io.makolet.flink;

import io.makolet.schemas.ConfluentRegistry;
import io.makolet.schemas.SchemaRegistry;
import io.makolet.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/** The surroundings that a configuration names. */
record LiveSurroundings(JobConfig config) implements Surroundings {

    @Override
    public SchemaRegistry openRegistry() {
        return new ConfluentRegistry(config.registry());
    }

    @Override
    public int partitionsOf(Topic topic) {
        try (Admin admin = Admin.create(config.clientProperties())) {
            var described = admin.describeTopics(List.of(topic.topicName()))
                    .allTopicNames()
                    .get();
            return Objects.requireNonNull(described.get(topic.topicName()))
                    .partitions()
                    .size();
        } catch (ExecutionException e) {
            throw new IllegalStateException("can't find out about topic " + topic.topicName(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking about topic " + topic.topicName(), e);
        }
    }

    @Override
    public void readAll(Topic topic, Consumer<Entry> sink) {
        TopicTable.read(config.clientProperties(), topic, sink);
    }

    @Override
    public ClockMode clockMode() {
        return config.clock();
    }

    @Override
    public long wallTime() {
        return System.currentTimeMillis();
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }
}
