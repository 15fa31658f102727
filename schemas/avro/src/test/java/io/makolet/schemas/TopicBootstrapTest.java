package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.schemas.TopicBootstrap.Report;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicBootstrapTest {

    @Test
    void createsWhatIsMissingAndOnlyReportsWhatDiffers(@TempDir Path directory) throws Exception {
        try (TestBroker broker = new TestBroker(directory);
                Admin admin = broker.admin()) {
            NewTopic older = new NewTopic("makolet.purchases", 3, (short) 1)
                    .configs(Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "1000"));
            admin.createTopics(List.of(older)).all().get();

            Report first = TopicBootstrap.create(admin);
            Report again = TopicBootstrap.create(admin);

            assertThat(first.created())
                    .containsExactlyElementsOf(Arrays.stream(Topic.values())
                            .map(Topic::topicName)
                            .filter(name -> !name.equals("makolet.purchases"))
                            .sorted()
                            .toList());
            assertThat(first.differences())
                    .containsExactly(
                            "topic makolet.purchases has 3 partitions, expected 8",
                            "topic makolet.purchases has retention.ms=1000, expected 34560000000");
            assertThat(again).isEqualTo(new Report(List.of(), first.differences()));
            for (Topic topic : Topic.values()) {
                assertThat(partitions(admin, topic))
                        .as("partitions of %s", topic)
                        .isEqualTo(topic == Topic.PURCHASES ? 3 : topic.partitions());
            }
            assertThat(config(admin, Topic.CUSTOMER_VIEWS)).containsAllEntriesOf(Topic.CUSTOMER_VIEWS.config());
        }
    }

    private static int partitions(Admin admin, Topic topic) throws Exception {
        return admin.describeTopics(List.of(topic.topicName()))
                .topicNameValues()
                .values()
                .iterator()
                .next()
                .get()
                .partitions()
                .size();
    }

    private static Map<String, String> config(Admin admin, Topic topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
        return admin.describeConfigs(List.of(resource)).values().values().iterator().next().get().entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(java.util.stream.Collectors.toMap(entry -> entry.name(), entry -> entry.value()));
    }
}
