package io.makolet.flink;

import io.makolet.flink.LogRecord.Kind;
import io.makolet.flink.RecordPlayer.Input;
import io.makolet.schemas.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Seeded purchases of many customers over some weeks, in the order in which they arrive: the busy ones change, some come
 * a little late, and 2 % come twice. One comes only once, as the last.
 *
 * @param name begins the customers' ids
 */
record RandomHistory(String name, long seed, int customers, int size) implements RecordPlayer.Source {

    private static final int LATE_MILLIS = 4_000;
    private static final int SESSIONS = 30;

    /** The customer who comes last. */
    String lastComer() {
        return name + "last";
    }

    /** Whatever follows a watermark is less than five seconds older. */
    @Override
    public Input input() {
        Random random = new Random(seed);
        List<LogRecord> records = new ArrayList<>(size);
        List<Long> watermarks = new ArrayList<>(size);
        long now = CustomerHarness.T;
        for (int i = 0; i < size; i++) {
            now += random.nextInt(3) == 0 ? random.nextInt(600_000) : random.nextInt(1_500);
            watermarks.add(now);
            boolean again = i > 100 && i < size - 1 && random.nextInt(50) == 0;
            records.add(again ? records.get(i - 1 - random.nextInt(100)) : purchase(i, now, random));
        }
        return new Input(records, watermarks);
    }

    private LogRecord purchase(int i, long now, Random random) {
        long time = random.nextInt(4) == 0 ? now - random.nextInt(LATE_MILLIS) : now;
        byte[] value = Samples.purchase("e" + i, time);
        return new LogRecord(Kind.TIMED, Topic.PURCHASES, 0, i, now, time, customer(i, random), value);
    }

    private String customer(int i, Random random) {
        if (i == size - 1) {
            return lastComer();
        }
        // The busy ones are others as time goes by; everybody is busy twice.
        int busiest = (int) (2L * customers * i / size);
        int number = random.nextInt(4) == 0 ? random.nextInt(customers) : busiest + random.nextInt(SESSIONS);
        return name + number % customers;
    }
}
