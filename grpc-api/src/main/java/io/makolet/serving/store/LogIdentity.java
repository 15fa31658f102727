package io.makolet.serving.store;

import java.nio.charset.StandardCharsets;

/**
 * Which log a store was filled from: offsets mean nothing in another.
 *
 * @param cluster id of the Kafka cluster
 * @param topic id of the views topic; one that is deleted and created again gets another
 * @param partitions number of its partitions
 */
public record LogIdentity(String cluster, String topic, int partitions) {

    @Override
    public String toString() {
        return "topic " + topic + " with " + partitions + " partitions in cluster " + cluster;
    }

    byte[] toBytes() {
        return (cluster + "\n" + topic + "\n" + partitions).getBytes(StandardCharsets.UTF_8);
    }

    static LogIdentity fromBytes(byte[] bytes) {
        String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        return new LogIdentity(parts[0], parts[1], Integer.parseInt(parts[2]));
    }
}
