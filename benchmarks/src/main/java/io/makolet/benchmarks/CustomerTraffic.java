package io.makolet.benchmarks;

import io.makolet.avro.Clickstream;
import io.makolet.avro.EventHeader;
import io.makolet.flink.Traffic;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What the customers of a {@link ShopOfSegments} do on its site, the same for the same seed. Half of the events of each are
 * of one type, of those whose thresholds are reached; the others are of any.
 *
 * @param order in which customers come
 * @param from time of the first event, milliseconds UTC
 * @param stepMillis between two events
 */
public record CustomerTraffic(Order order, int customers, long seed, long from, long stepMillis) implements Traffic {

    /** Events of a first visit. */
    static final int VISIT = 10;

    private static final int SHORTEST_VISIT = 8;
    private static final int LONGEST_VISIT = 12;

    /** Customers who are on the site at once. */
    static final int AT_ONCE = 1_000;

    /** In which order customers come. */
    public enum Order {
        /** Everybody, once, for ten events; many at once. */
        FIRST_VISITS,
        /** Anybody, for eight to twelve events; many at once. */
        VISITS,
        /** Anybody at any time. */
        ANYBODY
    }

    @Override
    public Events open() {
        return new Events(this);
    }

    /** Not thread safe. */
    public static final class Events implements Feed {

        private static final String[] TYPES = types();

        private final CustomerTraffic traffic;
        private final SplittableRandom random;
        private final List<Visit> visits = new ArrayList<>();
        private final RecordWriter<Clickstream> writer =
                RecordWriter.of(new BuiltInRegistry(), Topic.CLICKSTREAM, Clickstream.class);
        private final Clickstream event = template();
        private int arrived;
        private long count;

        private static final class Visit {
            private int customer;
            private int left;
        }

        private Events(CustomerTraffic traffic) {
            this.traffic = traffic;
            this.random = new SplittableRandom(traffic.seed);
            for (int i = 0; i < Math.min(AT_ONCE, traffic.customers); i++) {
                visits.add(arrive(new Visit()));
                if (traffic.order == Order.VISITS) {
                    // So that not all of them leave together.
                    visits.get(i).left = 1 + random.nextInt(LONGEST_VISIT);
                }
            }
        }

        @Override
        public Sent next() {
            int customer = traffic.order == Order.ANYBODY ? random.nextInt(traffic.customers) : nextOfVisit();
            EventHeader header = event.getHeader();
            long time = traffic.from + count * traffic.stepMillis;
            header.setEventTime(Instant.ofEpochMilli(time));
            header.setEventId(traffic.seed + "-" + count++);
            event.setType(
                    TYPES[random.nextBoolean() ? customer % ShopOfSegments.REACHABLE : random.nextInt(TYPES.length)]);
            event.setQuantity(1 + random.nextLong(3));
            return new Sent("customer-" + customer, time, writer.write(event));
        }

        private int nextOfVisit() {
            int at = random.nextInt(visits.size());
            Visit visit = visits.get(at);
            int result = visit.customer;
            if (--visit.left == 0) {
                if (traffic.order == Order.FIRST_VISITS && arrived == traffic.customers) {
                    visits.set(at, visits.get(visits.size() - 1));
                    visits.remove(visits.size() - 1);
                } else {
                    arrive(visit);
                }
            }
            return result;
        }

        private Visit arrive(Visit visit) {
            boolean first = traffic.order == Order.FIRST_VISITS;
            visit.customer = first ? arrived : random.nextInt(traffic.customers);
            visit.left = first ? VISIT : SHORTEST_VISIT + random.nextInt(LONGEST_VISIT - SHORTEST_VISIT + 1);
            arrived++;
            return visit;
        }

        private static String[] types() {
            String[] types = new String[ShopOfSegments.AGGREGATES / 2];
            for (int i = 0; i < types.length; i++) {
                types[i] = "type_" + i;
            }
            return types;
        }

        private static Clickstream template() {
            Clickstream template = new Clickstream();
            EventHeader header = new EventHeader();
            header.setSource("site");
            header.setTenant("default");
            header.setSessionId("1f0e7c52-5d0a-4c0f-9b0a-6d2f6f3b8a11");
            header.setIdentities(List.of());
            header.setConsent(List.of());
            template.setHeader(header);
            template.setUrl("/kitchen/baking/tins/fluted-tart-tin-28cm");
            template.setProductId("22960");
            template.setCategory("kitchen");
            template.setChannel("web");
            template.setDevice("mobile");
            template.setLanguage("en-GB");
            template.setCountry("GB");
            template.setProperties(Map.of());
            return template;
        }
    }
}
