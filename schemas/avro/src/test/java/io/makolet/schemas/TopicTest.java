package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicTest {

    @Test
    void hasTheAgreedNames() {
        assertThat(Arrays.stream(Topic.values()).map(Topic::topicName))
                .containsExactlyInAnyOrder(
                        "makolet.clickstream",
                        "makolet.engagement",
                        "makolet.purchases",
                        "makolet.profiles",
                        "makolet.decisions",
                        "makolet.outcomes",
                        "makolet.contacts",
                        "makolet.commands",
                        "makolet.products",
                        "makolet.erasures",
                        "makolet.definitions",
                        "makolet.customer-views",
                        "makolet.segment-transitions",
                        "makolet.models",
                        "makolet.insights",
                        "makolet.dead-letters",
                        "makolet.explanations");
        assertThat(Topic.named("makolet.customer-views")).contains(Topic.CUSTOMER_VIEWS);
        assertThat(Topic.named("elsewhere")).isEmpty();
    }

    @Test
    void keepsHistoryForFourHundredDaysByAppendTime() {
        assertThat(Topic.PURCHASES.config())
                .isEqualTo(Map.of(
                        "message.timestamp.type", "LogAppendTime",
                        "cleanup.policy", "delete",
                        "retention.ms", "34560000000",
                        "retention.bytes", "-1"));
    }

    @Test
    void keepsAnswersForAnHour() {
        assertThat(Topic.EXPLANATIONS.config())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "3600000")
                .containsEntry("segment.ms", "3600000");
    }

    @Test
    void keepsTheLatestOfWhatIsCompacted() {
        assertThat(Topic.CUSTOMER_VIEWS.config())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("max.compaction.lag.ms", "86400000")
                .containsEntry("message.timestamp.type", "LogAppendTime");
        assertThat(Topic.CUSTOMER_VIEWS.compacted()).isTrue();
        assertThat(Topic.DEAD_LETTERS.compacted()).isFalse();
    }
}
