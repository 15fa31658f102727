package io.makolet.benchmarks;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.segment.Membership;
import io.makolet.domain.segment.Truth;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** The customers of {@link OfferShop} as hashes in Redis. */
final class RedisViews {

    /** Names are text, values bytes: what a program that has to be fast uses. */
    static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private static final String KEY = "customer:";
    private static final int AT_ONCE = 500;
    private static final long FOR_EVER = Long.MAX_VALUE;
    private static final String CONSENT = "consent";

    /** How a customer's hash is laid out. */
    enum Layout {
        /** A field for each membership and each score, which can be written one by one. */
        FIELDS {
            @Override
            void put(Map<String, byte[]> hash, CustomerView view) {
                for (Membership membership : view.memberships()) {
                    if (membership.value() == Truth.TRUE) {
                        hash.put(segment(membership.segment()), bytes(endOf(membership)));
                    }
                }
                view.scores().forEach(score -> hash.put(offer(score.offer()), bytes(score.score())));
            }

            @Override
            void read(Map<String, byte[]> hash, Known known) {
                for (int segment = 0; segment < known.until.length; segment++) {
                    byte[] end = hash.get(known.segments[segment]);
                    known.until[segment] =
                            end == null ? Long.MIN_VALUE : ByteBuffer.wrap(end).getLong();
                }
                for (int offer = 0; offer < known.scores.length; offer++) {
                    known.scores[offer] =
                            ByteBuffer.wrap(hash.get(known.offers[offer])).getFloat();
                }
            }
        },

        /** One field for all memberships and one for all scores, which have to be written together. */
        PACKED {
            @Override
            void put(Map<String, byte[]> hash, CustomerView view) {
                ByteBuffer ends =
                        ByteBuffer.allocate(Long.BYTES * view.memberships().size());
                view.memberships().forEach(m -> ends.putLong(m.value() == Truth.TRUE ? endOf(m) : Long.MIN_VALUE));
                ByteBuffer scores =
                        ByteBuffer.allocate(Float.BYTES * view.scores().size());
                view.scores().forEach(score -> scores.putFloat(score.score()));
                hash.put("segments", ends.array());
                hash.put("scores", scores.array());
            }

            @Override
            void read(Map<String, byte[]> hash, Known known) {
                ByteBuffer.wrap(hash.get("segments")).asLongBuffer().get(known.until);
                ByteBuffer.wrap(hash.get("scores")).asFloatBuffer().get(known.scores);
            }
        };

        abstract void put(Map<String, byte[]> hash, CustomerView view);

        abstract void read(Map<String, byte[]> hash, Known known);
    }

    /** What is known of a customer, column by column. Used again for the next. */
    static final class Known {
        final long[] until;
        final float[] scores;
        boolean consent;
        private final String[] segments;
        private final String[] offers;

        Known(int segments, int offers) {
            until = new long[segments];
            scores = new float[offers];
            this.segments = new String[segments];
            this.offers = new String[offers];
            for (int i = 0; i < segments; i++) {
                this.segments[i] = segment(i);
            }
            for (int i = 0; i < offers; i++) {
                this.offers[i] = offer(i);
            }
        }

        /** Reads a customer's hash. */
        void read(Layout layout, Map<String, byte[]> hash) {
            byte[] given = hash.get(CONSENT);
            consent = given != null && given[0] == 1;
            layout.read(hash, this);
        }
    }

    private RedisViews() {}

    /** Key of a customer's hash. */
    static String key(String customer) {
        return KEY + customer;
    }

    /** Writes the views of all customers. */
    static void write(RedisClient client, Layout layout, int customers) throws InterruptedException {
        long now = System.currentTimeMillis();
        try (StatefulRedisConnection<String, byte[]> connection = client.connect(CODEC)) {
            connection.setAutoFlushCommands(false);
            List<RedisFuture<?>> open = new ArrayList<>();
            for (int customer = 0; customer < customers; customer++) {
                CustomerView view = OfferShop.view(customer, 1, now);
                Map<String, byte[]> hash = new HashMap<>();
                layout.put(hash, view);
                boolean consent = view.consent().getOrDefault(OfferShop.PURPOSE, false);
                hash.put(CONSENT, new byte[] {(byte) (consent ? 1 : 0)});
                open.add(connection.async().hset(key(view.customerId()), hash));
                if (open.size() == AT_ONCE || customer == customers - 1) {
                    connection.flushCommands();
                    await(open);
                    open.clear();
                }
            }
        }
    }

    private static void await(List<RedisFuture<?>> open) throws InterruptedException {
        for (RedisFuture<?> one : open) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("Redis does not take a customer", e);
            }
        }
    }

    private static long endOf(Membership membership) {
        return membership.flips().isEmpty()
                ? FOR_EVER
                : membership.flips().get(0).at();
    }

    private static String segment(int segment) {
        return "s:" + segment;
    }

    private static String offer(int offer) {
        return "o:" + offer;
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] bytes(float value) {
        return ByteBuffer.allocate(Float.BYTES).putFloat(value).array();
    }
}
