package io.makolet.flink;

import io.makolet.avro.Command;
import io.makolet.avro.Identity;
import io.makolet.domain.identity.Ids;
import io.makolet.domain.identity.Link;
import io.makolet.domain.identity.LinkGraph;
import io.makolet.flink.LogRecord.Kind;
import io.makolet.schemas.BuiltInRegistry;
import io.makolet.schemas.LinkMapping;
import io.makolet.schemas.RecordWriter;
import io.makolet.schemas.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Seeded purchases under the ids of many customers and their devices over some weeks, with links that come and go: devices
 * come with the purchases of customers, and are stated to be somebody's or not. One customer comes only once, as the last.
 */
record LinkedHistory(long seed, int groups, int size) implements RecordPlayer.Source {

    /** The customer who comes last. */
    static final String LAST = "last";

    private static final int IDS = 5;

    @Override
    public RecordPlayer.Input input() {
        Random random = new Random(seed);
        List<LogRecord> records = new ArrayList<>(size);
        List<Long> watermarks = new ArrayList<>(size);
        long now = CustomerHarness.T;
        for (int i = 0; i < size; i++) {
            now += random.nextInt(3) == 0 ? random.nextInt(600_000) : random.nextInt(1_500);
            watermarks.add(now);
            records.add(random.nextInt(8) == 0 && i < size - 1 ? command(i, now, random) : purchase(i, now, random));
        }
        return new RecordPlayer.Input(records, watermarks);
    }

    /** All ids, as keys. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            for (int id = 0; id < IDS; id++) {
                keys.add(key(group, id));
            }
        }
        return keys;
    }

    /** Who is who in the end. */
    LinkGraph graph() {
        LinkGraph graph = new LinkGraph(LinksOperator.MOST_LINKS, LinksOperator.MOST_IDS);
        Random random = new Random(seed);
        long now = CustomerHarness.T;
        for (int i = 0; i < size; i++) {
            now += random.nextInt(3) == 0 ? random.nextInt(600_000) : random.nextInt(1_500);
            if (random.nextInt(8) == 0 && i < size - 1) {
                Statement statement = statement(random);
                graph.add(Link.stated(
                        Ids.ofKey(statement.one()), Ids.ofKey(statement.other()), statement.linked(), now, "c" + i));
            } else {
                Order order = order(i, random);
                if (order.device() != null && !order.device().equals(order.key())) {
                    graph.add(Link.seen(Ids.ofKey(order.key()), Ids.ofKey(order.device()), now, "e" + i));
                }
            }
        }
        return graph;
    }

    private record Statement(String one, String other, boolean linked) {}

    private record Order(String key, @Nullable String device) {}

    private LogRecord command(int i, long now, Random random) {
        Statement statement = statement(random);
        Command command =
                LinkMapping.command(statement.other(), statement.linked(), Instant.ofEpochMilli(now), "c" + i, "test");
        byte[] value = RecordWriter.of(new BuiltInRegistry(), Topic.COMMANDS, Command.class)
                .write(command);
        return new LogRecord(Kind.UNTIMED, Topic.COMMANDS, 0, i, now, now, statement.one(), value);
    }

    private LogRecord purchase(int i, long now, Random random) {
        Order order = order(i, random);
        Identity[] devices = order.device() == null
                ? new Identity[0]
                : new Identity[] {new Identity("anonymous", order.device().substring("anonymous:".length()))};
        byte[] value = Samples.purchase("e" + i, now, devices);
        return new LogRecord(Kind.TIMED, Topic.PURCHASES, 0, i, now, now, order.key(), value);
    }

    private Statement statement(Random random) {
        int group = random.nextInt(groups);
        int one = random.nextInt(IDS);
        int other = (one + 1 + random.nextInt(IDS - 1)) % IDS;
        return new Statement(key(group, one), key(group, other), random.nextInt(3) > 0);
    }

    private Order order(int i, Random random) {
        int group = random.nextInt(groups);
        @Nullable String device = random.nextInt(6) == 0 ? key(group, 1 + random.nextInt(IDS - 1)) : null;
        String key = i == size - 1 ? LAST : key(group, random.nextInt(IDS));
        return new Order(key, i == size - 1 || device == null || !device.startsWith("anonymous:") ? null : device);
    }

    /** The first ids of a group are customers, the others their devices. */
    private String key(int group, int id) {
        return id < 2 ? "g" + group + "-" + id : "anonymous:g" + group + "-" + id;
    }
}
