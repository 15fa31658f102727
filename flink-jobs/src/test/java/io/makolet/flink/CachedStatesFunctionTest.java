package io.makolet.flink;

import static io.makolet.flink.CustomerHarness.T;
import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.CustomerStateCodec;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random work on customers gives the same with the cache as without: states on the heap above RocksDB, and in RocksDB. */
class CachedStatesFunctionTest {

    private static final int CUSTOMERS = 1_200;
    private static final int STEPS = 6_000;
    private static final int SNAPSHOT_EVERY = 3_000;
    private static final int FLUSH_EVERY = 2_500;
    private static final int LOOK_EVERY = 500;

    private static final Rules RULES = Rules.of(List.of(Samples.frequent("often", 0, 3, Duration.ofHours(1))));

    private final TestSurroundings surroundings = TestSurroundings.at(T);
    private int changes;

    @ParameterizedTest(name = "cache of {0} bytes, seed {1}")
    @CsvSource({"1, 1", "40000, 2", "1000000, 3"})
    void keepsWhatKeyedStatesKeep(long capacity, long seed) throws Exception {
        Random random = new Random(seed);
        OperatorSubtaskState plainSnapshot = null;
        OperatorSubtaskState cachedSnapshot = null;
        int mostUnwritten = 0;
        for (int step = 0; step < STEPS; ) {
            try (CustomerHarness plainHarness = CustomerHarness.restored(surroundings, 0, plainSnapshot);
                    CustomerHarness cachedHarness = CustomerHarness.restored(surroundings, 0, cachedSnapshot)) {
                KeyedStates<CustomerState> plain = keyed(plainHarness, metrics());
                KeyedStates<CustomerState> below = keyed(cachedHarness, metrics());
                CachedStates cached = new CachedStates(below, capacity, false, metrics());
                assertThat(stored(below)).as("restored at step %d", step).isEqualTo(stored(plain));

                int end = step + SNAPSHOT_EVERY;
                for (; step < end; step++) {
                    work(plain, cached, random, step);
                    if (step % LOOK_EVERY == 0) {
                        mostUnwritten = Math.max(mostUnwritten, unwritten(stored(below), stored(plain)));
                    }
                    if (step % FLUSH_EVERY == 0) {
                        cached.flush();
                        assertThat(stored(below)).as("flushed at step %d", step).isEqualTo(stored(plain));
                    }
                }
                cached.flush();
                plainSnapshot = plainHarness.checkpoint(step);
                cachedSnapshot = cachedHarness.checkpoint(step);
            }
        }
        // Only a cache that holds enough customers gets there.
        assertThat(mostUnwritten).isLessThanOrEqualTo(CachedStates.LEAST_WAITING);
        if (capacity >= 1_000_000) {
            assertThat(mostUnwritten).as("the bound is met").isEqualTo(CachedStates.LEAST_WAITING);
        }
    }

    @Test
    void letsMoreChangesWaitTheMoreOfThemThereWereSinceTheLastSnapshot() throws Exception {
        try (CustomerHarness harness = CustomerHarness.restored(surroundings, 0, null)) {
            KeyedStates<CustomerState> below = keyed(harness, metrics());
            CachedStates cached = new CachedStates(below, Long.MAX_VALUE, false, metrics());
            assertThat(waiting(cached, below, 400)).isEqualTo(CachedStates.LEAST_WAITING);
            assertThat(waiting(cached, below, 5_000)).isEqualTo(400);
            assertThat(waiting(cached, below, 5_000)).isEqualTo(CachedStates.MOST_WAITING);
            assertThat(waiting(cached, below, 100)).isEqualTo(100);
            assertThat(waiting(cached, below, 500)).isEqualTo(CachedStates.LEAST_WAITING);
        }
    }

    @Test
    void keepsWhoIsBusyWhileACrowdComesOnce() throws Exception {
        try (CustomerHarness harness = CustomerHarness.restored(surroundings, 0, null)) {
            CustomerMetrics counts = metrics();
            CachedStates cached = new CachedStates(keyed(harness, metrics()), 40_000, false, counts);
            for (int i = 0; i < 2_000; i++) {
                cached.changed(new CustomerState("crowd-" + i));
                if (i % 2 == 0) {
                    visit(cached, "busy-" + i / 2 % 5);
                }
            }
            long before = counts.cacheHits.getCount();
            for (int i = 0; i < 5; i++) {
                assertThat(cached.find("busy-" + i)).isNotNull();
            }
            assertThat(counts.cacheHits.getCount()).isEqualTo(before + 5);
            for (int i = 0; i < 1_000; i++) {
                cached.find("crowd-" + i);
            }
            assertThat(counts.cacheHits.getCount()).as("of the crowd").isEqualTo(before + 5);
        }
    }

    private static KeyedStates<CustomerState> keyed(CustomerHarness harness, CustomerMetrics counts) throws Exception {
        return new KeyedStates<>(harness.backend(), KeyedStates.CUSTOMERS, counts);
    }

    private static void visit(CachedStates cached, String customerId) throws Exception {
        CustomerState found = cached.find(customerId);
        cached.changed(found == null ? new CustomerState(customerId) : found);
    }

    /** Changes so many customers, each as often that all might wait; how many are not written before the next snapshot? */
    private int waiting(CachedStates cached, KeyedStates<CustomerState> below, int customers) throws Exception {
        Map<String, String> expected = new HashMap<>();
        for (int i = 0; i < customers; i++) {
            CustomerState found = cached.find("c" + i);
            CustomerState state = found == null ? new CustomerState("c" + i) : found;
            change(state, ++changes);
            for (int time = 0; time < CachedStates.ONE_OF; time++) {
                cached.changed(state);
            }
            expected.put("c" + i, packed(state));
        }
        Map<String, String> stored = stored(below);
        int waiting = 0;
        for (Map.Entry<String, String> entry : expected.entrySet()) {
            waiting += entry.getValue().equals(stored.get(entry.getKey())) ? 0 : 1;
        }
        cached.flush();
        return waiting;
    }

    private static void work(KeyedStates<CustomerState> plain, CachedStates cached, Random random, int step)
            throws Exception {
        if (random.nextInt(2_000) == 0) {
            int part = random.nextInt(3);
            visit(plain, part, step);
            visit(cached, part, step);
            return;
        }
        // Some come again and again, the others now and then.
        String id = "c" + (random.nextBoolean() ? random.nextInt(CUSTOMERS) : step / 100 + random.nextInt(20));
        CustomerState expected = plain.find(id);
        CustomerState found = cached.find(id);
        assertThat(found == null).as("%s at step %d", id, step).isEqualTo(expected == null);
        if (expected != null && found != null) {
            assertThat(packed(found)).as("%s at step %d", id, step).isEqualTo(packed(expected));
        }
        if (random.nextInt(3) > 0) {
            CustomerState inPlain = expected == null ? new CustomerState(id) : expected;
            CustomerState inCached = found == null ? new CustomerState(id) : found;
            change(inPlain, step);
            change(inCached, step);
            plain.changed(inPlain);
            cached.changed(inCached);
        }
    }

    /** Changes some of the customers that are visited. */
    private static void visit(CustomerStore<CustomerState> store, int part, int step) throws Exception {
        store.forEach((id, state) -> {
            if (Math.floorMod(id.hashCode(), 3) == part) {
                change(state, step);
                store.changed(state);
            }
        });
    }

    private static int unwritten(Map<String, String> stored, Map<String, String> expected) {
        int differing = 0;
        for (Map.Entry<String, String> entry : expected.entrySet()) {
            differing += entry.getValue().equals(stored.get(entry.getKey())) ? 0 : 1;
        }
        return differing;
    }

    private static Map<String, String> stored(KeyedStates<CustomerState> states) throws Exception {
        Map<String, String> stored = new TreeMap<>();
        states.forEach((id, state) -> stored.put(id, packed(state)));
        return stored;
    }

    private static String packed(CustomerState state) {
        return HexFormat.of().formatHex(CustomerStateCodec.encode(state));
    }

    private static CustomerMetrics metrics() {
        return new CustomerMetrics(new UnregisteredMetricsGroup());
    }

    /** A purchase or two under rules with a window: states grow and shrink. */
    private static void change(CustomerState state, int step) {
        for (int i = 0; i <= step % 2; i++) {
            RULES.engine().onEvent(state, purchase(state.customerId(), step + "-" + i, T + step * 5_000L));
        }
        state.armTimer(T + step);
    }

    private static Event purchase(String customer, String id, long time) {
        EventSchema schema = EventSchema.PURCHASES;
        Object[] values = new Object[schema.fields().size()];
        return new Event(id, customer, "purchase", time, schema, values, Map.of(), List.of(), List.of(), Map.of());
    }
}
