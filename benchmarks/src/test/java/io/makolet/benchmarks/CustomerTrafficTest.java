package io.makolet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.makolet.avro.Clickstream;
import io.makolet.benchmarks.CustomerTraffic.Order;
import io.makolet.flink.Traffic;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.EventMapping;
import io.makolet.schemas.RecordReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CustomerTrafficTest {

    @Test
    void firstVisitsAreOneForEachCustomer() {
        CustomerTraffic.Events events = new CustomerTraffic(Order.FIRST_VISITS, 3_000, 1, 0, 1).open();
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < 3_000 * CustomerTraffic.VISIT; i++) {
            seen.merge(events.next().customerId(), 1, Integer::sum);
        }
        assertThat(seen).hasSize(3_000);
        assertThat(seen.values()).containsOnly(CustomerTraffic.VISIT);
    }

    @Test
    void visitsOfTheSameSeedAreTheSame() {
        CustomerTraffic traffic = new CustomerTraffic(Order.VISITS, 3_000, 7, 0, 1);
        CustomerTraffic.Events events = traffic.open();
        CustomerTraffic.Events again = traffic.open();
        for (int i = 0; i < 1_000; i++) {
            assertThat(events.next()).usingRecursiveComparison().isEqualTo(again.next());
        }
    }

    @Test
    void eventsCanBeReadAndHaveIdsOfTheirOwn() throws Exception {
        CustomerTraffic.Events events = new CustomerTraffic(Order.ANYBODY, 100, 1, 1_700_000_000_000L, 250).open();
        RecordReader reader = new RecordReader(new BuiltInRegistry());
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            Traffic.Sent sent = events.next();
            Clickstream record = (Clickstream) reader.read(sent.value());
            assertThat(record.getHeader().getEventTime().toEpochMilli()).isEqualTo(sent.time());
            ids.add(EventMapping.toDomain(sent.customerId(), sent.time(), record)
                    .id());
        }
        assertThat(ids).hasSize(1_000);
    }
}
