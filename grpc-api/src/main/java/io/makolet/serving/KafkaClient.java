package io.makolet.serving;

import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/** Settings of Kafka's clients: a broker that gives no answer is noticed within seconds, and found again within one. */
final class KafkaClient {

    private KafkaClient() {}

    static Map<String, Object> settings(ServingConfig config) {
        return Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers(),
                CommonClientConfigs.CLIENT_ID_CONFIG, "makolet-serving",
                CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 3_000,
                CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000,
                CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 50,
                CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    }
}
