package io.makolet.flink;

import io.makolet.schemas.RegistryConfig;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * What the job needs to know of its surroundings.
 *
 * @param bootstrapServers Kafka brokers, {@code host:port}, separated by commas
 * @param registry the schema registry
 * @param clock what "now" is
 * @param transactionTimeout how long the broker keeps a transaction of the job open: longer than the job may be away,
 *     and at most the broker's {@code transaction.max.timeout.ms}
 * @param cacheBytes packed bytes of customers' states that each task of the customer stage keeps on the heap, where they
 *     take several times as much; 0 for no cache
 * @param kafka further settings of all Kafka clients, such as {@code security.protocol}
 */
public record JobConfig(
        String bootstrapServers,
        RegistryConfig registry,
        ClockMode clock,
        Duration transactionTimeout,
        long cacheBytes,
        HashMap<String, String> kafka)
        implements Serializable {

    /** The broker's own limit where nothing is configured. */
    public static final Duration DEFAULT_TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

    /** Room for some ten thousand busy customers. */
    public static final long DEFAULT_CACHE_BYTES = 32L << 20;

    public JobConfig {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrap servers '', expected host:port");
        }
        if (transactionTimeout.toMillis() < 1 || transactionTimeout.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "transaction timeout " + transactionTimeout + ", expected 1 ms to " + Integer.MAX_VALUE + " ms");
        }
        if (cacheBytes < 0) {
            throw new IllegalArgumentException("cache of " + cacheBytes + " bytes, expected none or some");
        }
    }

    /** A job with default settings. */
    public static JobConfig of(String bootstrapServers, RegistryConfig registry, ClockMode clock) {
        return new JobConfig(
                bootstrapServers, registry, clock, DEFAULT_TRANSACTION_TIMEOUT, DEFAULT_CACHE_BYTES, new HashMap<>());
    }

    /** The same job with another transaction timeout. */
    public JobConfig withTransactionTimeout(Duration timeout) {
        return new JobConfig(bootstrapServers, registry, clock, timeout, cacheBytes, kafka);
    }

    /** The same job with another cache. */
    public JobConfig withCacheBytes(long bytes) {
        return new JobConfig(bootstrapServers, registry, clock, transactionTimeout, bytes, kafka);
    }

    /** The same job with these settings of its Kafka clients. */
    public JobConfig withKafka(Map<String, String> settings) {
        return new JobConfig(
                bootstrapServers, registry, clock, transactionTimeout, cacheBytes, new HashMap<>(settings));
    }

    /** Settings by which any Kafka client reaches the brokers. */
    Properties clientProperties() {
        Properties properties = new Properties();
        properties.putAll(kafka);
        properties.setProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return properties;
    }
}
