package io.makolet.flink;

import static io.makolet.flink.CustomerHarness.T;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.domain.customer.CustomerState;
import io.makolet.domain.customer.CustomerStateCodec;
import io.makolet.domain.customer.Person;
import io.makolet.domain.event.Event;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.segment.Transition;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.PoisonException;
import io.makolet.schemas.RecordReader;
import io.makolet.schemas.Topic;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An event breaks in the middle of being applied: its customer is as they were before. */
@SuppressWarnings("NullAway.Init") // set before each test
class RefusedEventFunctionTest {

    private static final Rules RULES = Rules.of(List.of(Samples.frequent("often", 0, 3, Duration.ofHours(1))));
    private static final LogRecord RECORD =
            new LogRecord(LogRecord.Kind.TIMED, Topic.PURCHASES, 0, 0, T, T, "ann", null);
    private static final int CACHE_BYTES = 1 << 20;

    private final CustomerMetrics metrics = new CustomerMetrics(new UnregisteredMetricsGroup());
    private CustomerHarness harness;
    private KeyedStates<CustomerState> keyed;

    @BeforeEach
    void start() throws Exception {
        harness = CustomerHarness.fresh(TestSurroundings.at(T), 0);
        keyed = new KeyedStates<>(harness.backend(), KeyedStates.CUSTOMERS, metrics);
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    @Test
    void changesNothingInKeyedStates() throws Exception {
        Customers customers = customers(keyed);
        customers.happened(purchase("e1", Map.of()), RECORD, RULES);

        refusedWithoutATrace(customers, keyed);
    }

    @Test
    void changesNothingInACacheWhoseChangesAreWritten() throws Exception {
        CachedStates cached = new CachedStates(keyed, CACHE_BYTES, false, metrics);
        Customers customers = customers(cached);
        customers.happened(purchase("e1", Map.of()), RECORD, RULES);
        cached.flush();

        refusedWithoutATrace(customers, cached);
    }

    @Test
    void changesNothingInACacheThatIsCarefulAfterAFailure() throws Exception {
        CachedStates cached = new CachedStates(keyed, CACHE_BYTES, true, metrics);
        Customers customers = customers(cached);
        customers.happened(purchase("e1", Map.of()), RECORD, RULES);

        refusedWithoutATrace(customers, cached);
    }

    @Test
    void failsTheTaskWhereNobodyHasTheStateAsItWas() throws Exception {
        CachedStates cached = new CachedStates(keyed, CACHE_BYTES, true, metrics);
        Customers customers = customers(cached);
        cached.flush();
        customers.happened(purchase("e1", Map.of()), RECORD, RULES);

        assertThatThrownBy(() -> customers.happened(purchase("e2", new Breaking()), RECORD, RULES))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("event e2 changed half of a state")
                .hasRootCauseMessage("breaks");
    }

    private static void refusedWithoutATrace(Customers customers, CustomerStore<CustomerState> store) throws Exception {
        byte[] before = packed(store);

        assertThatThrownBy(() -> customers.happened(purchase("e2", new Breaking()), RECORD, RULES))
                .isInstanceOf(PoisonException.class);
        assertThat(packed(store)).isEqualTo(before);

        customers.happened(purchase("e2", Map.of()), RECORD, RULES);
        assertThat(Objects.requireNonNull(store.find("c")).applied()).isEqualTo(2);
    }

    private static byte[] packed(CustomerStore<CustomerState> store) throws Exception {
        return CustomerStateCodec.encode(Objects.requireNonNull(store.find("c")));
    }

    private Customers customers(CustomerStore<CustomerState> store) throws Exception {
        CustomerOperator operator = (CustomerOperator) harness.getOperator();
        FlipTimers timers = new FlipTimers(
                operator.getInternalTimerService("test", VoidNamespaceSerializer.INSTANCE, operator),
                harness.backend());
        Erasures nobody =
                Erasures.read(TestSurroundings.at(T), new RecordReader(new BuiltInRegistry()), customer -> true);
        return new Customers(store, timers, new Silent(), move -> {}, metrics, nobody);
    }

    private static Event purchase(String id, Map<String, Boolean> consent) {
        Object[] values = new Object[EventSchema.PURCHASES.fields().size()];
        return new Event(
                id, "c", "purchase", T, EventSchema.PURCHASES, values, Map.of(), List.of(), List.of(), consent);
    }

    /** Breaks when it is looked at, which is after the event's id and time were taken. */
    private static final class Breaking extends AbstractMap<String, Boolean> {
        @Override
        public Set<Entry<String, Boolean>> entrySet() {
            throw new IllegalArgumentException("breaks");
        }
    }

    /** Nobody is to be told. */
    private record Silent() implements Customers.Announcer {
        @Override
        public long attempt() {
            return 1;
        }

        @Override
        public void view(CustomerState state, Rules rules) {}

        @Override
        public void view(Person person, Rules rules) {}

        @Override
        public void transition(String customerId, Transition transition) {}

        @Override
        public void gone(String customerId) {}
    }
}
