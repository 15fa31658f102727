package io.makolet.flink;

import io.makolet.domain.customer.CustomerState;
import java.io.DataInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend.PriorityQueueStateType;

/** Looks into savepoints and operators. */
final class StoredCustomers {

    private StoredCustomers() {}

    /** What the customer stage put into a checkpoint or savepoint. */
    static OperatorState inSnapshot(String snapshot) throws Exception {
        Path metadata = Path.of(URI.create(snapshot)).resolve("_metadata");
        try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
            return Checkpoints.loadCheckpointMetadata(in, StoredCustomers.class.getClassLoader(), snapshot)
                    .getOperatorStates()
                    .stream()
                    .filter(state -> state.getOperatorUid().orElse("").equals("customer"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Where the timers of a checkpoint were. */
    static PriorityQueueStateType timersIn(String checkpoint) throws Exception {
        boolean raw = inSnapshot(checkpoint).getStates().stream()
                .anyMatch(state -> !state.getRawKeyedState().isEmpty());
        return raw ? PriorityQueueStateType.HEAP : PriorityQueueStateType.ROCKSDB;
    }

    /** All states that an operator has written. */
    static Map<String, CustomerState> in(CustomerHarness harness) throws Exception {
        Map<String, CustomerState> states = new TreeMap<>();
        new KeyedStates<>(harness.backend(), KeyedStates.CUSTOMERS, new CustomerMetrics(new UnregisteredMetricsGroup()))
                .forEach(states::put);
        return states;
    }
}
